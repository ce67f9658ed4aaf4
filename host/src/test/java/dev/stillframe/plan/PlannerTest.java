// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.Offers.Offer;
import dev.stillframe.api.snapshot.Offers.Refusal;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.consistency.GroupClaim.Wanted;
import dev.stillframe.consistency.Level;
import dev.stillframe.plan.PlanRequest.Identified;
import dev.stillframe.plan.PlanRequest.Located;
import dev.stillframe.plan.PlanRequest.ProviderOffers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Quiesce BACKUP_MODE = new Quiesce.BackupMode();
    private static final Quiesce NONE = new Quiesce.None();
    private static final Quiesce COMMITS = new Quiesce.Hold(Quiesce.Still.COMMITS, Quiesce.Tier.BACK_END);
    private static final Quiesce WRITES = new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END);

    private final Source data = source("/data/pg", "/data");
    private final Source uploads = source("/data/uploads", "/data");
    private final Source wal = source("/wal", "/wal");

    @Test
    void everythingOnOneSubvolumeIsTakenInOneAtomicSnapshot() {
        Plan plan = planned(request(
                List.of(app("orders", BACKUP_MODE, data), app("uploads", NONE, uploads)),
                offers("btrfs", atomic(data, uploads)),
                offers("live", live(data, uploads))));

        assertThat(plan.shape()).isEqualTo(Plan.Shape.IMAGE);
        assertThat(plan.snapshots()).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.provider()).isEqualTo("btrfs");
            assertThat(snapshot.sources()).containsExactly(data, uploads);
        });
        assertThat(levels(plan)).containsExactly(Level.APPLICATION, Level.CRASH);
    }

    @Test
    void volumesAtSeveralInstantsAreNotAtomicAlthoughEachSnapshotIs() {
        Plan plan = planned(
                request(List.of(app("orders", BACKUP_MODE, data, wal)), offers("btrfs", atomic(data), atomic(wal))));

        assertThat(plan.snapshots()).hasSize(2);
        assertThat(component(plan).grain()).isEqualTo(Grain.PER_FILE);
        assertThat(component(plan).expected()).isEqualTo(Level.APPLICATION);
    }

    @Test
    void aHoldOfCommitsOverTwoVolumesIsTornAndRefusedWithEveryVolumeNamed() {
        Decision decision = Planner.decide(
                request(List.of(app("mariadb", COMMITS, data, wal)), offers("btrfs", atomic(data), atomic(wal))));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.code()).isEqualTo("plan.torn");
                                    assertThat(problem.message()).contains("mariadb", "/data/pg", "/wal");
                                }));
    }

    @Test
    void aRefusalOfAProviderIsPartOfTheExplanation() {
        Offers nothing = new Offers(List.of(), List.of(new Refusal(data, "has nested subvolumes", "")));
        Decision decision =
                Planner.decide(request(List.of(app("mariadb", WRITES, data)), new ProviderOffers("btrfs", nothing)));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problems().get(0).message())
                                .contains("btrfs: has nested subvolumes"));
    }

    @Test
    void withoutSnapshotsBackupModeIsCopiedLiveInTheHeldCopyShape() {
        Plan plan = planned(request(
                List.of(app("orders", BACKUP_MODE, data), app("uploads", NONE, uploads)),
                offers("live", live(data, uploads))));

        assertThat(plan.shape()).isEqualTo(Plan.Shape.HELD_COPY);
        assertThat(plan.snapshots()).isEmpty();
        assertThat(levels(plan)).containsExactly(Level.APPLICATION, Level.LIVE);
    }

    @Test
    void aMixtureThatWouldCostAnotherApplicationItsMinimumIsRefused() {
        Decision decision = Planner.decide(request(
                List.of(app("orders", BACKUP_MODE, wal), app("uploads", NONE, uploads)),
                offers("btrfs", atomic(uploads)),
                offers("live", live(wal, uploads))));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problems().get(0).code()).isEqualTo("plan.mixed"));
    }

    @Test
    void aHoldIsReadLiveOnlyWhenTheJobAcceptsIt() {
        List<Identified> applications = List.of(app("app", WRITES, data));
        ProviderOffers live = offers("live", live(data));
        assertThat(Planner.decide(request(applications, live))).isInstanceOf(Decision.Refused.class);

        PlanRequest accepting = new PlanRequest(
                "job", BackupType.COPY, applications, List.of(), List.of(live), true, false, Wanted.ANY);
        assertThat(levels(planned(accepting))).containsExactly(Level.LIVE);
    }

    @Test
    void anApplicationThatCannotBePlannedIsLeftOutWhenTheJobGoesOnWithoutIt() {
        PlanRequest goingOn = new PlanRequest(
                "job",
                BackupType.COPY,
                List.of(app("mariadb", COMMITS, wal), app("uploads", NONE, uploads)),
                List.of(),
                List.of(offers("btrfs", atomic(uploads))),
                false,
                true,
                Wanted.ANY);

        Plan plan = planned(goingOn);

        assertThat(plan.applications()).extracting(PlannedApplication::name).containsExactly("uploads");
        assertThat(plan.missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.application()).isEqualTo("mariadb"));
    }

    @Test
    void filesThatNobodyHoldsAreReadLiveBesideTheSnapshotsOfOthers() {
        Plan plan = planned(request(
                List.of(app("orders", BACKUP_MODE, data), app("uploads", NONE, wal)),
                offers("btrfs", atomic(data)),
                offers("live", live(data, wal))));

        assertThat(plan.shape()).isEqualTo(Plan.Shape.IMAGE);
        assertThat(plan.snapshots()).extracting(PlannedSnapshot::provider).containsExactly("btrfs", "live");
        assertThat(levels(plan)).containsExactly(Level.APPLICATION, Level.LIVE);
    }

    @Test
    void withoutTheLiveProviderNothingIsReadLive() {
        Decision decision = Planner.decide(request(List.of(app("uploads", NONE, uploads))));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problems().get(0).code()).isEqualTo("plan.no-provider"));
    }

    @Test
    void fileSetsThatComeLaterAtAGrainAreNotAskedOfAProvider() {
        Source walInside = new Source(
                data.volume(),
                new FileSet(
                        SourcePath.of("/data/pg/pg_wal"),
                        List.of(),
                        List.of(),
                        Set.of(Grain.ATOMIC),
                        OptionalInt.empty()));
        Plan plan = planned(request(
                List.of(app("orders", BACKUP_MODE, data, walInside)), offers("reflink", perFile(data, walInside))));

        assertThat(component(plan).grain()).isEqualTo(Grain.PER_FILE);
        assertThat(plan.snapshots().get(0).sources()).containsExactly(data);
    }

    @Test
    void aComponentOfOneInstantOfWhichAnotherSnapshotShowsAPartIsRefused() {
        // the first provider takes one of two sources for itself; the image would show it as of the first's instant
        Decision decision = Planner.decide(request(
                List.of(app("uploads", NONE, uploads), app("orders", BACKUP_MODE, data, uploads)),
                offers("array", atomic(uploads)),
                offers("btrfs", atomic(data, uploads))));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.code()).isEqualTo("plan.overlap");
                                    assertThat(problem.message()).contains("array", "btrfs", "/data/uploads");
                                }));
    }

    @Test
    void aSnapshotWithinAnotherIsTakenApartWhereTheOuterLeavesItOut() {
        Source whole = source("/data", "/data");
        Source without = new Source(
                whole.volume(),
                new FileSet(
                        SourcePath.of("/data"),
                        List.of(),
                        List.of("pg"),
                        java.util.EnumSet.allOf(Grain.class),
                        OptionalInt.empty()));
        ProviderOffers both = offers("btrfs", atomic(whole), atomic(without), atomic(data));

        assertThat(Planner.decide(request(List.of(app("all", NONE, whole), app("orders", BACKUP_MODE, data)), both)))
                .isInstanceOf(Decision.Refused.class);
        assertThat(planned(request(List.of(app("all", NONE, without), app("orders", BACKUP_MODE, data)), both))
                        .snapshots())
                .hasSize(2);
    }

    @Test
    void oneSnapshotOfEverythingPromisesOneInstant() {
        Plan plan = planned(asking(
                Wanted.SAME_INSTANT,
                request(
                        List.of(app("orders", BACKUP_MODE, data), app("uploads", NONE, uploads)),
                        offers("btrfs", atomic(data, uploads)))));

        assertThat(plan.group().expected()).isEqualTo(Wanted.SAME_INSTANT);
        assertThat(plan.enough()).isTrue();
    }

    @Test
    void severalSnapshotsPromiseAHoldOnlyWhereEverythingIsHeld() {
        ProviderOffers apart = offers("btrfs", atomic(data), atomic(wal));
        PlanRequest held = request(List.of(app("one", WRITES, data), app("other", WRITES, wal)), apart);
        PlanRequest loose = request(List.of(app("one", WRITES, data), app("other", NONE, wal)), apart);

        assertThat(planned(asking(Wanted.HELD_TOGETHER, held)).enough()).isTrue();
        assertThat(planned(asking(Wanted.SAME_INSTANT, held)).enough()).isFalse();
        assertThat(planned(asking(Wanted.ANY, loose)).enough()).isTrue();
        assertThat(planned(asking(Wanted.HELD_TOGETHER, loose)).enough()).isFalse();
        assertThat(planned(loose).group().claim()).isEqualTo("skewed");
    }

    private static Source source(String root, String mount) {
        return new Source(
                new Volume(SourcePath.of(mount), "btrfs", "/dev/x", mount.hashCode()),
                FileSet.all(SourcePath.of(root)));
    }

    private static Identified app(String name, Quiesce quiesce, Source... sources) {
        Component component = new Component(
                new ComponentId("it"), Arrays.stream(sources).map(Source::files).toList(), quiesce, Map.of());
        return new Identified(name, "some", Level.CRASH, List.of(new Located(component, List.of(sources))), List.of());
    }

    private static PlanRequest request(List<Identified> applications, ProviderOffers... offers) {
        return new PlanRequest(
                "job", BackupType.COPY, applications, List.of(), List.of(offers), false, false, Wanted.ANY);
    }

    private static PlanRequest asking(Wanted minimum, PlanRequest request) {
        return new PlanRequest(
                request.job(),
                request.type(),
                request.applications(),
                request.missing(),
                request.offers(),
                request.acceptLive(),
                request.goOnWithout(),
                minimum);
    }

    private static ProviderOffers offers(String provider, Offer... offers) {
        return new ProviderOffers(provider, new Offers(List.of(offers), List.of()));
    }

    private static Offer atomic(Source... sources) {
        return new Offer(List.of(sources), Grain.ATOMIC, Optional.empty(), List.of());
    }

    private static Offer perFile(Source... sources) {
        return new Offer(List.of(sources), Grain.PER_FILE, Optional.empty(), List.of());
    }

    private static Offer live(Source... sources) {
        return new Offer(List.of(sources), Grain.LIVE, Optional.empty(), List.of());
    }

    private static Plan planned(PlanRequest request) {
        Decision decision = Planner.decide(request);
        assertThat(decision).isInstanceOf(Decision.Planned.class);
        return ((Decision.Planned) decision).plan();
    }

    private static PlannedComponent component(Plan plan) {
        return plan.applications().get(0).components().get(0);
    }

    private static List<Level> levels(Plan plan) {
        return plan.applications().stream()
                .flatMap(application -> application.components().stream())
                .map(PlannedComponent::expected)
                .toList();
    }
}
