// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.Intent;
import dev.stillframe.cycle.Journal.Ending;
import dev.stillframe.cycle.Transition;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Plan;
import dev.stillframe.tree.FileVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:00:01.000000001Z");

    @TempDir
    Path folder;

    private Catalog catalogue;

    @BeforeEach
    void open() throws StillframeException {
        catalogue = Catalog.open(StateDirectory.at(folder), Clock.system());
    }

    @AfterEach
    void close() {
        catalogue.close();
    }

    @Test
    void an_intent_comes_back_as_it_was_after_reopening() throws Exception {
        Intent intent = Intents.full("c-1");
        catalogue.intend(intent);

        close();
        open();

        assertThat(catalogue.open()).containsExactly(intent);
    }

    @Test
    void intents_that_never_ended_are_open_the_oldest_first() throws Exception {
        catalogue.intend(Intents.plain("late", 9));
        catalogue.intend(Intents.plain("early", 1));
        catalogue.intend(Intents.plain("done", 5));

        catalogue.ended("done", Ending.COMPLETED);

        assertThat(catalogue.open()).extracting(Intent::cycle).containsExactly("early", "late");
    }

    @Test
    void ending_twice_keeps_the_first_ending_and_ending_the_unknown_does_nothing() throws Exception {
        catalogue.intend(Intents.plain("c-1", 0));

        catalogue.ended("c-1", Ending.FAILED);
        catalogue.ended("c-1", Ending.RECOVERED);
        catalogue.ended("c-2", Ending.RECOVERED);

        assertThat(catalogue.open()).isEmpty();
    }

    @Test
    void the_same_cycle_cannot_be_intended_twice() throws Exception {
        catalogue.intend(Intents.plain("c-1", 0));

        assertThatThrownBy(() -> catalogue.intend(Intents.plain("c-1", 0)))
                .isInstanceOf(StillframeException.class)
                .hasMessageContaining("[catalog.failed]");
    }

    @Test
    void transitions_belong_to_a_cycle_that_was_intended() throws Exception {
        List<Transition> transitions = List.of(
                new Transition(AT, Transition.Step.FREEZE_BEGUN, "orders"),
                new Transition(AT, Transition.Step.FROZEN, "orders"));
        catalogue.intend(Intents.plain("c-1", 0));

        catalogue.passed("c-1", transitions);
        catalogue.passed("c-1", transitions);

        assertThatThrownBy(() -> catalogue.passed("never", transitions)).isInstanceOf(StillframeException.class);
    }

    @Test
    void the_history_of_a_job_is_told_newest_first() throws Exception {
        for (int i = 1; i <= 3; i++) {
            catalogue.intend(Intents.plain("c-" + i, i));
            catalogue.keep(report("c-" + i, Duration.ofMillis(i), Duration.ofSeconds(i)));
        }
        catalogue.intend(Intents.plain("unfinished", 9));

        assertThat(catalogue.frozen("shop", 2)).containsExactly(Duration.ofMillis(3), Duration.ofMillis(2));
        assertThat(catalogue.took("shop", "copy", 9))
                .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(catalogue.frozen("other", 2)).isEmpty();
    }

    @Test
    void a_report_of_a_cycle_that_was_never_intended_is_dropped() throws Exception {
        catalogue.keep(report("never", Duration.ofMillis(1), Duration.ofSeconds(1)));

        assertThat(catalogue.took("shop", "copy", 9)).isEmpty();
    }

    @Test
    void a_later_report_of_a_cycle_replaces_the_earlier() throws Exception {
        catalogue.intend(Intents.plain("c-1", 0));
        catalogue.keep(report("c-1", Duration.ofMillis(1), Duration.ofSeconds(1)));
        catalogue.keep(report("c-1", Duration.ofMillis(2), Duration.ofSeconds(2)));

        assertThat(catalogue.took("shop", "copy", 9)).containsExactly(Duration.ofSeconds(2));
        assertThat(catalogue.frozen("shop", 9)).containsExactly(Duration.ofMillis(2));
    }

    @Test
    void receipts_are_found_by_their_backup() throws Exception {
        catalogue.remember("b-1", "shop", AT, "{\"a\":1}");
        catalogue.remember("b-1", "shop", AT, "{\"a\":2}");

        assertThat(catalogue.receipt("b-1")).contains("{\"a\":2}");
        assertThat(catalogue.receipt("b-2")).isEmpty();
    }

    @Test
    void held_snapshots_stay_until_they_are_released() throws Exception {
        OwnedSnapshot one = new OwnedSnapshot("btrfs", SourcePath.of(new byte[] {'/', (byte) 0xfe}), "shop-1", "c", AT);
        OwnedSnapshot other = new OwnedSnapshot("reflink", one.place(), "shop-1", "c", AT.plusNanos(1));
        catalogue.held(other);
        catalogue.held(one);

        assertThat(catalogue.heldSnapshots()).containsExactly(one, other);
        catalogue.released(one);
        catalogue.released(one);
        assertThat(catalogue.heldSnapshots()).containsExactly(other);
    }

    private static CycleReport report(String cycle, Duration frozen, Duration copy) {
        return new CycleReport(
                cycle,
                "shop-1",
                "shop",
                Plan.Shape.IMAGE,
                List.of(),
                Optional.of(new CycleReport.FrozenWindow(AT, AT, AT.plus(frozen))),
                List.of(),
                List.of(
                        new CycleReport.PhaseTiming("prepare", AT, Duration.ZERO),
                        new CycleReport.PhaseTiming("copy", AT, copy)),
                List.of(),
                List.of());
    }

    @Test
    void the_bases_of_a_job_are_replaced_in_one_step_and_come_back_as_they_were() throws Exception {
        KeptBase subvolume = new KeptBase(
                "shop",
                "shop-1",
                SourcePath.of("/srv"),
                SourcePath.of("/srv/.stillframe-snapshots/sfbase.a.b.1.0"),
                Instant.parse("2026-11-22T03:00:00.123456789Z"),
                new KeptBase.Subvolume(new UUID(1, -2), new UUID(-3, 4), 77));
        FileVersion version = new FileVersion(-5, 6, Instant.MAX.minusSeconds(1), Instant.MIN);
        Base.File file = new Base.File(
                SourcePath.of(new byte[] {'/', (byte) 0xff}),
                version,
                SourcePath.of("/x/1"),
                new FileVersion(7, 8, Instant.EPOCH.plusNanos(1), Instant.EPOCH));
        KeptBase clones = new KeptBase(
                "mail",
                "mail-1",
                SourcePath.of("/x"),
                SourcePath.of("/x/clbase"),
                Instant.EPOCH,
                new KeptBase.Clones(9, List.of(file)));
        catalogue.replaceBases("shop", List.of(subvolume));
        catalogue.replaceBases("mail", List.of(clones));
        close();
        open();
        assertThat(catalogue.bases()).containsExactly(clones, subvolume);

        KeptBase later = new KeptBase(
                "mail",
                "mail-2",
                SourcePath.of("/x"),
                SourcePath.of("/x/later"),
                Instant.EPOCH,
                new KeptBase.Clones(10, List.of(file)));
        catalogue.replaceBases("mail", List.of(later));
        assertThat(catalogue.bases()).containsExactly(later, subvolume);
        catalogue.forgetBase(later.place());
        catalogue.forgetBase(later.place());
        assertThat(catalogue.bases()).containsExactly(subvolume);
    }

    @Test
    void a_job_that_is_distrusted_has_no_bases_until_it_is_trusted_again() throws Exception {
        catalogue.replaceBases(
                "shop",
                List.of(new KeptBase(
                        "shop",
                        "b",
                        SourcePath.of("/"),
                        SourcePath.of("/p"),
                        Instant.EPOCH,
                        new KeptBase.Clones(1, List.of()))));
        assertThat(catalogue.distrusted("shop")).isEmpty();
        catalogue.distrust("shop", "a sample differs");
        assertThat(catalogue.bases()).isEmpty();
        assertThat(catalogue.distrusted("shop")).contains("a sample differs");
        assertThat(catalogue.distrusted("mail")).isEmpty();
        catalogue.trust("shop");
        assertThat(catalogue.distrusted("shop")).isEmpty();
    }
}
