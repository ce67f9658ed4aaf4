// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files read one after the other in backup mode while sessions change them: whatever is torn must be healed by WAL. */
final class LiveCopyTest {
    private static final int PAGE = 8192;

    @TempDir
    Path temp;

    static List<PostgresBinaries> versions() throws IOException {
        return ServerVersions.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aLiveCopyIsSoundUpToItsStopPoint(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            Copied copied = copy(cluster);

            Verdict verdict = cluster.verdict(copied.image(), new RecoveryEnd.At(copied.stop()));

            assertThat(verdict).isInstanceOf(Verdict.Sound.class);
            assertThat(((Verdict.Sound) verdict).remarks())
                    .anySatisfy(remark -> {
                        assertThat(remark).endsWith(" pages healed by WAL");
                        assertThat(Long.parseLong(remark.split(" ", 2)[0])).isGreaterThan(copied.torn() / 2);
                    })
                    .anyMatch(remark -> remark.startsWith("WAL is whole from "
                            + copied.stop().start() + " to " + copied.stop().stop()));
        }
    }

    @Test
    void whatAPlainRestoreWouldMissIsDamage() throws Exception {
        try (RealCluster cluster = new RealCluster(temp, PostgresBinaries.embedded(), true)) {
            Copied copied = copy(cluster);
            RecoveryEnd stop = new RecoveryEnd.At(copied.stop());
            FolderImage image = copied.image();
            StopPoint other = new StopPoint(
                    copied.stop().start(), new Lsn(copied.stop().stop().value() - 8), 1);
            FolderImage wrongLabel = image.edit(
                    cluster.path("backup_label"),
                    label -> new String(label, StandardCharsets.UTF_8)
                            .replaceFirst("START WAL LOCATION: [0-9A-F/]+", "START WAL LOCATION: 0/1000028")
                            .getBytes(StandardCharsets.UTF_8));

            assertDamaged(cluster.verdict(image.without(cluster.path("backup_label")), stop), "recovery must begin");
            assertDamaged(cluster.verdict(wrongLabel, stop), "but the backup began at");
            assertDamaged(cluster.verdict(image, new RecoveryEnd.At(other)), "no WAL record ends the backup");
            assertDamaged(
                    cluster.verdict(
                            image,
                            new RecoveryEnd.At(new StopPoint(copied.stop().start(), new Lsn(1L << 40), 1))),
                    "before the backup's stop point");
        }
    }

    private record Copied(FolderImage image, StopPoint stop, long torn) {}

    private static void assertDamaged(Verdict verdict, String reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Damaged.class,
                        damaged -> assertThat(damaged.first())
                                .anySatisfy(
                                        finding -> assertThat(finding.reason()).contains(reason)));
    }

    /** Copies in backup mode: the files while they change, then what the server delivers at the end. */
    private static Copied copy(RealCluster cluster) throws Exception {
        boolean newNames = cluster.server.binaries().major() >= 15;
        cluster.run("alter system set wal_keep_size = '1GB'", "select pg_reload_conf()");
        cluster.run("create table wide as select i, repeat(md5(i::text), 9) t from generate_series(1, 20000) i");
        try (Load load = new Load(cluster, 3);
                Connection session = cluster.server.dataSource("postgres").getConnection();
                Statement statement = session.createStatement()) {
            await().until(() -> load.changes() > 50);
            Lsn start = Lsn.parse(one(
                    statement,
                    newNames ? "select pg_backup_start('test', true)" : "select pg_start_backup('test', true, false)"));
            SourcePath wide = cluster.file("wide");
            byte[] before = cluster.image().bytes(wide);
            cluster.run("update wide set i = i + 1", "checkpoint");
            FolderImage untorn = cluster.image().inMemory();
            FolderImage image = untorn.edit(wide, bytes -> torn(before, bytes.clone()));
            try (ResultSet result = statement.executeQuery(
                    newNames ? "select * from pg_backup_stop(false)" : "select * from pg_stop_backup(false, false)")) {
                result.next();
                Lsn stop = Lsn.parse(result.getString(1));
                byte[] label = result.getString(2).getBytes(StandardCharsets.UTF_8);
                return new Copied(
                        image.withAllBelow(cluster.data.resolve("pg_wal"))
                                .inMemory()
                                .with(cluster.path("backup_label"), label),
                        new StopPoint(start, stop, 1),
                        before.length / PAGE);
            }
        }
    }

    /** Pages as they look when they are read while they are written: the first half new, the second still old. */
    private static byte[] torn(byte[] before, byte[] after) {
        for (int at = 0; at < before.length; at += PAGE) {
            System.arraycopy(before, at + PAGE / 2, after, at + PAGE / 2, PAGE / 2);
        }
        return after;
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
