// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.RelationPaths.DatabaseFolder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "16384, false, 16384, MAIN, 0",
        "16384.12, false, 16384, MAIN, 12",
        "16384_fsm, false, 16384, FSM, 0",
        "16384_vm.1, false, 16384, VM, 1",
        "16384_init, false, 16384, INIT, 0",
        "t3_16384_fsm, true, 16384, FSM, 0",
        "4294967295, false, 4294967295, MAIN, 0"
    })
    void namesOfRelationsAreRead(String name, boolean temporary, long relation, Fork fork, int segment) {
        assertThat(RelationFileName.parse(name)).contains(new RelationFileName(temporary, relation, fork, segment));
        if (!temporary) {
            assertThat(RelationFileName.of(relation, fork, segment)).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PG_VERSION",
                "pg_filenode.map",
                "pg_internal.init",
                "016384",
                "0",
                "4294967296",
                "16384.0",
                "16384.",
                "16384_",
                "16384_main",
                "16384.1.2",
                "16384.9999999",
                "t_16384",
                "t3_",
                "16384 ",
                "",
                "99999999999999"
            })
    void otherNamesAreNot(String name) {
        assertThat(RelationFileName.parse(name)).isEmpty();
    }

    @Test
    void walSegmentsAreNamedByTimelineAndNumber() {
        WalSegmentName name = new WalSegmentName(3, 0x1_00L * 5 + 7);

        assertThat(name.text(16 << 20)).isEqualTo("000000030000000500000007");
        assertThat(WalSegmentName.parse("000000030000000500000007", 16 << 20)).contains(name);
        assertThat(WalSegmentName.parse("000000030000000500000007", 1 << 30)).isEmpty();
        assertThat(WalSegmentName.parse("000000030000000500000100", 16 << 20)).isEmpty();
        assertThat(WalSegmentName.parse("00000003000000050000000g", 16 << 20)).isEmpty();
        assertThat(WalSegmentName.parse("000000030000000500000007.partial", 16 << 20))
                .isEmpty();
        assertThat(WalSegmentName.parse("00000002.history", 16 << 20)).isEmpty();
    }

    @Test
    void positionsAreUnsignedAndWrittenLikeTheServers() {
        assertThat(Lsn.parse("16/B374D848")).hasToString("16/B374D848").isEqualTo(new Lsn(0x16_B374D848L));
        assertThat(Lsn.parse("FFFFFFFF/0").isAfter(Lsn.parse("1/0"))).isTrue();
        assertThatThrownBy(() -> Lsn.parse("16")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Lsn.parse("123456789/0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void relationsLieInTheirDatabasesFolders() {
        SourcePath data = SourcePath.of("/d");
        RelationPaths paths = new RelationPaths(data, Map.of(16400L, SourcePath.of("/s")), "PG_15_202209061");
        RelationFork plain = new RelationFork(new RelFileLocator(1663, 5, 16384), Fork.MAIN);
        RelationFork shared = new RelationFork(new RelFileLocator(1664, 0, 1262), Fork.VM);
        RelationFork side = new RelationFork(new RelFileLocator(16400, 5, 16384), Fork.FSM);

        assertThat(paths.file(plain, 2)).contains(SourcePath.of("/d/base/5/16384.2"));
        assertThat(paths.file(shared, 0)).contains(SourcePath.of("/d/global/1262_vm"));
        assertThat(paths.file(side, 0)).contains(SourcePath.of("/s/PG_15_202209061/5/16384_fsm"));
        assertThat(paths.file(new RelationFork(new RelFileLocator(16401, 5, 16384), Fork.MAIN), 0))
                .isEmpty();
        assertThat(paths.database(SourcePath.of("/d/base/5"))).contains(new DatabaseFolder(1663, 5));
        assertThat(paths.database(SourcePath.of("/d/global"))).contains(new DatabaseFolder(1664, 0));
        assertThat(paths.database(SourcePath.of("/s/PG_15_202209061/5"))).contains(new DatabaseFolder(16400, 5));
        assertThat(paths.database(SourcePath.of("/s/PG_14_202107181/5"))).isEmpty();
        assertThat(paths.database(SourcePath.of("/d/base/pgsql_tmp"))).isEmpty();
        assertThat(paths.database(SourcePath.root())).isEmpty();
    }

    @Test
    void aBackupLabelSaysWhereRecoveryBegins() throws Exception {
        String label = """
                START WAL LOCATION: 0/2000028 (file 000000010000000000000002)
                CHECKPOINT LOCATION: 0/2000060
                BACKUP METHOD: streamed
                BACKUP FROM: primary
                START TIME: 2026-11-22 22:00:00 UTC
                LABEL: x
                START TIMELINE: 1
                """;

        assertThat(BackupLabel.parse(label.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new BackupLabel(new Lsn(0x2000028), new Lsn(0x2000060), 1));
        for (String bad :
                new String[] {"", label.substring(10), label.replace("CHECKPOINT", "X"), label.replace("0/", "/")}) {
            assertThatThrownBy(() -> BackupLabel.parse(bad.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void everyReleaseIsFoundByItsNumber() {
        assertThat(Release.of(15)).contains(Release.V15);
        assertThat(Release.of(12)).isEqualTo(Optional.empty());
    }
}
