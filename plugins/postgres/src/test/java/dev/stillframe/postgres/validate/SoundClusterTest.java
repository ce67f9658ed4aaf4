// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.postgres.format.ClusterState;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.WalSegmentName;
import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real clusters of every version, as a crash, a clean stop or a backup leaves them. */
final class SoundClusterTest {
    @TempDir
    Path temp;

    static List<PostgresBinaries> versions() throws IOException {
        return ServerVersions.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aClusterThatCrashedUnderLoadIsSoundToTheEndOfItsWal(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            cluster.run("create table s tablespace side as select i, md5(i::text) t from generate_series(1, 50000) i");
            Lsn flushed;
            try (Load load = new Load(cluster, 3)) {
                cluster.run(
                        "checkpoint",
                        "create unlogged table u as select * from s",
                        "create index on u (i)",
                        "create index on s (t)",
                        "alter system set wal_compression = on",
                        "select pg_reload_conf()",
                        "vacuum load",
                        "create table gone as select * from s",
                        "drop table gone",
                        "delete from s where i > 25000",
                        "vacuum s",
                        "create database other",
                        "create index on load (t)",
                        "cluster s using s_t_idx",
                        "vacuum full load");
                await().until(() -> load.changes() > 300);
                flushed = Lsn.parse(cluster.one("select pg_current_wal_flush_lsn()"));
                cluster.crash();
            }
            FolderImage image = cluster.image();

            assertThat(cluster.verdict(image)).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
                Lsn end = Lsn.parse(
                        sound.remarks().get(sound.remarks().size() - 1).replaceAll(".* to ([0-9A-F/]+):.*", "$1"));
                assertThat(end).isGreaterThanOrEqualTo(flushed);
                assertThat(sound.checked()).isGreaterThan(1000);
            });

            cluster.server.start(); // so much for the verdict: the server agrees
            assertThat(Long.parseLong(cluster.one("select count(*) from load"))).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pgControlSaysWhatTheServerSays(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            cluster.run("checkpoint");
            PgControl control = cluster.control();

            assertThat(Long.toString(control.systemIdentifier()))
                    .isEqualTo(cluster.one("select system_identifier from pg_control_system()"));
            assertThat(Integer.toString(control.controlVersion()))
                    .isEqualTo(cluster.one("select pg_control_version from pg_control_system()"));
            assertThat(Integer.toString(control.catalogVersion()))
                    .isEqualTo(cluster.one("select catalog_version_no from pg_control_system()"));
            assertThat(control.checkPoint())
                    .hasToString(cluster.one("select checkpoint_lsn from pg_control_checkpoint()"));
            assertThat(control.redo()).hasToString(cluster.one("select redo_lsn from pg_control_checkpoint()"));
            assertThat(Integer.toString(control.timeline()))
                    .isEqualTo(cluster.one("select timeline_id from pg_control_checkpoint()"));
            assertThat(control.fullPageWrites()).isTrue();
            assertThat(Integer.toString(control.pageSize()))
                    .isEqualTo(cluster.one("select database_block_size from pg_control_init()"));
            assertThat(Integer.toString(control.segmentPages()))
                    .isEqualTo(cluster.one("select blocks_per_segment from pg_control_init()"));
            assertThat(Integer.toString(control.walPageSize()))
                    .isEqualTo(cluster.one("select wal_block_size from pg_control_init()"));
            assertThat(Integer.toString(control.walSegmentSize()))
                    .isEqualTo(cluster.one("select bytes_per_wal_segment from pg_control_init()"));
            assertThat(control.checksumVersion()).isEqualTo(1);
            assertThat(control.state()).isEqualTo(ClusterState.IN_PRODUCTION);
            assertThat(control.minRecoveryPoint().isNone()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aClusterThatWasStoppedIsSoundAndExcusesNothing(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            cluster.run("create unlogged table u as select i from generate_series(1, 10000) i");
            SourcePath unlogged = cluster.file("u");
            cluster.server.stop();
            FolderImage image = cluster.image();

            assertThat(cluster.verdict(image)).isInstanceOf(Verdict.Sound.class);
            FolderImage damaged = image.edit(unlogged, bytes -> {
                bytes[5000] ^= 1;
                return bytes;
            });
            assertThat(cluster.verdict(damaged))
                    .isInstanceOfSatisfying(
                            Verdict.Damaged.class,
                            found -> assertThat(found.first())
                                    .singleElement()
                                    .satisfies(finding ->
                                            assertThat(finding.file()).isEqualTo(unlogged)));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void walIsFollowedFromOneTimelineToTheNext(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, true)) {
            cluster.run("checkpoint", "create table t as select i from generate_series(1, 10000) i");
            cluster.crash();
            Files.createFile(cluster.data.resolve("standby.signal"));
            cluster.server.account().give(cluster.data.resolve("standby.signal"));
            cluster.server.start();
            cluster.run("select pg_promote()", "insert into t select i from generate_series(1, 1000) i");
            cluster.crash();
            FolderImage image = cluster.image();
            PgControl control = cluster.control();
            int segment = control.walSegmentSize();
            long next = control.redo().value() / segment + 2;
            byte[] abandoned = image.bytes(cluster.path("pg_wal/" + new WalSegmentName(2, next - 2).text(segment)));
            ByteBuffer.wrap(abandoned)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(4, 1)
                    .putLong(8, next * segment);

            assertThat(Math.max(control.timeline(), control.minRecoveryTimeline()))
                    .isEqualTo(2);
            assertThat(cluster.verdict(image)).isInstanceOf(Verdict.Sound.class);
            assertThat(cluster.verdict(
                            image.with(cluster.path("pg_wal/" + new WalSegmentName(1, next).text(segment)), abandoned)))
                    .as("a later segment of the timeline that was left does not matter")
                    .isInstanceOf(Verdict.Sound.class);
            assertThat(cluster.verdict(
                            image.with(cluster.path("pg_wal/" + new WalSegmentName(2, next).text(segment)), abandoned)))
                    .as("one of the timeline that is followed does")
                    .isInstanceOf(Verdict.Damaged.class);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withoutChecksumsPagesAreUnverifiableAndWalStillIsChecked(PostgresBinaries binaries) throws Exception {
        try (RealCluster cluster = new RealCluster(temp, binaries, false)) {
            cluster.run("checkpoint", "create table t as select i from generate_series(1, 10000) i");
            cluster.crash();
            FolderImage image = cluster.image();
            Lsn redo = cluster.control().redo();
            int segment = cluster.control().walSegmentSize();
            String name = new WalSegmentName(1, redo.value() / segment).text(segment);
            SourcePath wal = cluster.path("pg_wal/" + name);

            assertThat(cluster.verdict(image))
                    .isInstanceOfSatisfying(
                            Verdict.Unverifiable.class,
                            verdict -> assertThat(verdict.reason()).startsWith("data checksums are off"));
            assertThat(cluster.verdict(image.without(wal))).isInstanceOf(Verdict.Damaged.class);
        }
    }
}
