// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SoundClusterTest {
    @TempDir
    Path temp;

    static Stream<PostgresBinaries> binaries() throws IOException {
        Stream<PostgresBinaries> embedded = Stream.of(PostgresBinaries.embedded());
        return Files.exists(RealCluster.DEBIAN_15)
                ? Stream.concat(embedded, Stream.of(PostgresBinaries.installed(RealCluster.DEBIAN_15)))
                : embedded;
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void aCrashedClusterIsSound(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            cluster.run(
                    "create table a as select i, md5(i::text) t from generate_series(1, 100000) i",
                    "create table s tablespace side as select * from a",
                    "create unlogged table u as select * from a",
                    "create index on u (i)",
                    "create index on a (t)",
                    "checkpoint",
                    "vacuum a",
                    "update a set t = t || 'x' where i % 3 = 0",
                    "create table gone as select * from a",
                    "drop table gone",
                    "delete from s where i > 50000",
                    "vacuum s",
                    "create database other");
            cluster.server.kill();

            Verdict verdict = cluster.verdict(cluster.image());

            assertThat(verdict).isInstanceOf(Verdict.Sound.class);
        }
    }
}
