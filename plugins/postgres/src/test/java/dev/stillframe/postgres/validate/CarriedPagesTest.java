// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.ImageFile.Span;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.shop.PostgresBinaries;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pages that are unchanged since they were judged are passed over, all others are judged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CarriedPagesTest {
    private static final int PAGE = 8192;

    private RealCluster cluster;
    private FolderImage image;
    private SourcePath table;
    private Lsn redo;

    @BeforeAll
    void crash(@TempDir Path temp) throws Exception {
        cluster = new RealCluster(temp, PostgresBinaries.embedded(), true);
        cluster.run(
                "create table cold as select i, md5(i::text) t from generate_series(1, 20000) i",
                "checkpoint",
                "select pg_logical_emit_message(true, 'test', 'x')");
        table = cluster.file("cold");
        cluster.crash();
        image = cluster.image().inMemory();
        redo = cluster.control().redo();
    }

    @AfterAll
    void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void wholePagesOfUnchangedPartsAreCountedAndNotJudged() throws Exception {
        Verdict.Sound all = (Verdict.Sound) verdict(image);
        assertThat(all.carried()).isZero();
        assertThat(all.lasting()).isTrue();

        // two parts, neither of which begins or ends with a page: pages 10 to 49, and 60
        FolderImage known = image.unchanged(
                table,
                new Span(10 * PAGE - 100, 40 * PAGE + 200),
                new Span(60 * PAGE - 1, PAGE + 2),
                new Span(70 * PAGE + 1, 2 * PAGE - 2));
        Verdict.Sound some = (Verdict.Sound) verdict(known);
        assertThat(some.carried()).isEqualTo(41);
        assertThat(some.checked()).isEqualTo(all.checked() - 41);
        assertThat(some.lasting()).isTrue();

        for (int page : new int[] {0, 9, 50, 59, 61, 70, 71, 100}) {
            assertThat(damaged(known, page)).as("page %s was judged", page).hasValue((long) page);
        }
        for (int page : new int[] {10, 30, 49, 60}) {
            assertThat(damaged(known, page)).as("page %s was passed over", page).isEmpty();
        }
    }

    @Test
    void aFileThatIsUnchangedToItsEndIsPassedOverWhole() throws Exception {
        long size = image.file(table).orElseThrow().size();
        Verdict.Sound all = (Verdict.Sound) verdict(image);
        Verdict.Sound some = (Verdict.Sound) verdict(image.unchanged(table, new Span(0, size)));
        assertThat(some.carried()).isEqualTo(size / PAGE);
        assertThat(some.checked()).isEqualTo(all.checked() - size / PAGE);
    }

    @Test
    void nothingIsPassedOverUnlessRecoveryBeginsWhereTheBackupDidOrLater() throws Exception {
        FolderImage known = image.unchanged(table, new Span(0, 100 * PAGE));
        for (Optional<Lsn> begun : List.of(Optional.<Lsn>empty(), Optional.of(new Lsn(redo.value() + 1)))) {
            Verdict verdict = cluster.verdict(known, new RecoveryEnd.EndOfWal(begun));
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Sound.class,
                            sound -> assertThat(sound.carried()).isZero());
        }
    }

    private Verdict verdict(FolderImage of) throws Exception {
        return cluster.verdict(of, new RecoveryEnd.EndOfWal(Optional.of(redo)));
    }

    /** Which page is found, after one was damaged. */
    private Optional<Long> damaged(FolderImage known, int page) throws Exception {
        byte[] bytes = image.bytes(table);
        bytes[page * PAGE + 5000] ^= 0x55;
        Span[] parts = known.file(table).orElseThrow().unchanged().toArray(new Span[0]);
        Verdict verdict = verdict(image.with(table, bytes).unchanged(table, parts));
        if (verdict instanceof Verdict.Damaged damaged) {
            assertThat(damaged.first()).extracting(Finding::file).containsExactly(table);
            return damaged.first().stream()
                    .map(each -> each.block().getAsLong())
                    .findFirst();
        }
        return Optional.empty();
    }
}
