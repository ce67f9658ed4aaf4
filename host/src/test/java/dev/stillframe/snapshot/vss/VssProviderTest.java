// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static dev.stillframe.snapshot.vss.VssScene.EXCHANGE;
import static dev.stillframe.snapshot.vss.VssScene.MAILBOX;
import static dev.stillframe.snapshot.vss.VssScene.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.platform.windows.CallingConvention;
import dev.stillframe.platform.windows.HResult;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The production code against a VSS library of our own, in the calling conventions of Linux and of 64-bit Windows. */
final class VssProviderTest {
    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aBackupGoesThroughTheWholeSequenceInOrderAndGivesEverythingBack(CallingConvention convention)
            throws Exception {
        VssScene scene = VssScene.with(convention);
        try (SnapshotSet set = scene.open(List.of(MAILBOX, SALES), BackupType.COPY, "/C/data", "/D/logs")) {
            set.prepare(scene.deadline());
            Taken taken = set.take(scene.deadline());
            assertThat(taken.views())
                    .containsExactly(
                            new View.Mirror(
                                    SourcePath.of("/C"),
                                    SourcePath.of("/?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1")),
                            new View.Mirror(
                                    SourcePath.of("/D"),
                                    SourcePath.of("/?/GLOBALROOT/Device/HarddiskVolumeShadowCopy2")));
            assertThat(taken.snapshots()).isEmpty();
            assertThat(taken.natives().keySet()).containsExactlyInAnyOrder(MAILBOX, SALES);
            assertThat(taken.natives().get(MAILBOX))
                    .isInstanceOfSatisfying(
                            Thaw.Held.class,
                            held -> assertThat(held.evidence())
                                    .containsEntry("vss-writer", "Microsoft Exchange Writer")
                                    .containsEntry("vss-writer-state", "stable"));
            assertThat(scene.fake.snapshots()).as("held for the whole copy").isEqualTo(2);
            set.complete(Set.of(MAILBOX), scene.deadline());
        }
        assertThat(scene.fake.calls())
                .containsExactly(
                        "Create",
                        "InitializeForBackup",
                        "SetContext 0",
                        "SetBackupState select=1 boot=0 type=5 partial=0",
                        "GatherWriterMetadata",
                        "GetWriterMetadataCount",
                        "GetWriterMetadata",
                        "GetWriterMetadata",
                        "FreeWriterMetadata",
                        "AddComponent 1:Microsoft Exchange Server\\Microsoft Information Store\\MBX1\\mailbox",
                        "AddComponent 1:\\sales",
                        "StartSnapshotSet",
                        "AddToSnapshotSet C:\\",
                        "AddToSnapshotSet D:\\",
                        "PrepareForBackup",
                        "GatherWriterStatus",
                        "GetWriterStatusCount",
                        "GetWriterStatus",
                        "GetWriterStatus",
                        "FreeWriterStatus",
                        "DoSnapshotSet",
                        "GatherWriterStatus",
                        "GetWriterStatusCount",
                        "GetWriterStatus",
                        "GetWriterStatus",
                        "FreeWriterStatus",
                        "GetSnapshotProperties",
                        "GetSnapshotProperties",
                        "SetBackupSucceeded 1:Microsoft Exchange Server\\Microsoft Information Store\\MBX1\\mailbox=1",
                        "SetBackupSucceeded 1:\\sales=0",
                        "BackupComplete",
                        "GatherWriterStatus",
                        "GetWriterStatusCount",
                        "GetWriterStatus",
                        "GetWriterStatus",
                        "FreeWriterStatus",
                        "Release");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aBackupThatIsNeverCompletedIsAborted(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.FULL, "/C/data")) {
            set.prepare(scene.deadline());
            set.take(scene.deadline());
        }
        assertThat(scene.fake.calls())
                .contains("SetBackupState select=1 boot=0 type=1 partial=0")
                .endsWith("GetSnapshotProperties", "AbortBackup", "Release");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterThatFailsCostsItsComponentsTheirHoldAndIsNeverToldOfASuccess(CallingConvention convention)
            throws Exception {
        for (String phase : List.of("PrepareForBackup", "DoSnapshotSet")) {
            VssScene scene = VssScene.with(convention);
            scene.fake.state(0, phase, 9, HResult.VSS_E_WRITERERROR_TIMEOUT.code());
            try (SnapshotSet set = scene.open(List.of(MAILBOX, SALES), BackupType.COPY, "/C/data")) {
                set.prepare(scene.deadline());
                Taken taken = set.take(scene.deadline());
                assertThat(taken.natives().get(MAILBOX))
                        .isEqualTo(new Thaw.Lost("the VSS writer Microsoft Exchange Writer failed at the freeze:"
                                + " VSS_E_WRITERERROR_TIMEOUT (0x800423F2)"));
                assertThat(taken.natives().get(SALES)).isInstanceOf(Thaw.Held.class);
                set.complete(Set.of(MAILBOX, SALES), scene.deadline());
            }
            assertThat(scene.fake.calls())
                    .anyMatch(call -> call.endsWith("mailbox=0"))
                    .anyMatch(call -> call.endsWith("sales=1"));
            scene.nothingStays();
        }
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterThatReportsNothingOrAnUnknownStateHoldsNothing(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.forget("DoSnapshotSet");
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            assertThat(set.take(scene.deadline()).natives().get(MAILBOX)).isInstanceOf(Thaw.Lost.class);
        }
        scene.nothingStays();
        VssScene other = VssScene.with(convention);
        other.fake.state(0, "DoSnapshotSet", 0, 0);
        try (SnapshotSet set = other.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(other.deadline());
            assertThat(set.take(other.deadline()).natives().get(MAILBOX)).isInstanceOf(Thaw.Lost.class);
        }
        other.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterThatFailsAtTheEndIsReportedByName(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.state(0, "BackupComplete", 12, HResult.VSS_E_WRITERERROR_NONRETRYABLE.code());
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            set.take(scene.deadline());
            assertThatThrownBy(() -> set.complete(Set.of(MAILBOX), scene.deadline()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class,
                            e -> assertThat(e.code()).isEqualTo("snapshot.vss.writer-complete"))
                    .hasMessageContaining("Microsoft Exchange Writer failed at the end of the backup");
        }
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void anotherRequestersSetIsWaitedFor(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.fail("StartSnapshotSet", HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS.code(), 3);
        try (SnapshotSet set = scene.open(List.of(), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            assertThat(scene.clock.slept()).containsExactly(Requester.PAUSE, Requester.PAUSE, Requester.PAUSE);
            set.take(scene.deadline());
        }
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void anotherRequestersSetThatNeverEndsIsWaitedForUntilTheDeadline(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.fail("StartSnapshotSet", HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS.code());
        try (SnapshotSet set = scene.open(List.of(), BackupType.COPY, "/C/data")) {
            assertThatThrownBy(() -> set.prepare(scene.deadline()))
                    .isInstanceOfSatisfying(SnapshotException.class, e -> {
                        assertThat(e.code()).isEqualTo("snapshot.vss.in-progress");
                        assertThat(e.retry()).isEqualTo(Retry.HELPS);
                    });
        }
        assertThat(scene.clock.slept()).hasSize(12); // a minute
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterOrComponentThatIsNotThereIsRefusedByName(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        Quiesce.Native stranger = new Quiesce.Native(new UUID(1, 2), "", "x");
        try (SnapshotSet set = scene.open(List.of(stranger), BackupType.COPY, "/C/data")) {
            assertThatThrownBy(() -> set.prepare(scene.deadline()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.no-writer"));
        }
        Quiesce.Native gone = new Quiesce.Native(EXCHANGE, "elsewhere", "mailbox");
        try (SnapshotSet set = scene.open(List.of(gone), BackupType.COPY, "/C/data")) {
            assertThatThrownBy(() -> set.prepare(scene.deadline()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.no-component"))
                    .hasMessageContaining("elsewhere\\mailbox");
        }
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void whatIsAskedForAfterAnAbortIsRefusedAndNothingStays(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            set.take(scene.deadline());
            set.abort();
            set.abort();
            assertThat(scene.fake.calls()).endsWith("AbortBackup", "Release");
            assertThatThrownBy(() -> set.complete(Set.of(MAILBOX), scene.deadline()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.aborted"));
        }
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void anOperationThatOutlivesItsDeadlineIsCancelled(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.pending("DoSnapshotSet", Integer.MAX_VALUE);
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            assertThatThrownBy(() -> set.take(() -> java.time.Duration.ZERO))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.cancelled"));
        }
        assertThat(scene.fake.calls()).endsWith("DoSnapshotSet", "DoSnapshotSet.Cancel", "AbortBackup", "Release");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void anAbortFromAnotherThreadCancelsTheOperationThatRuns(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.pending("DoSnapshotSet", Integer.MAX_VALUE);
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            Thread aborting = new Thread(() -> {
                org.awaitility.Awaitility.await().until(() -> scene.fake.calls().contains("DoSnapshotSet"));
                set.abort();
            });
            aborting.start();
            assertThatThrownBy(() -> set.take(scene.deadline())).isInstanceOf(SnapshotException.class);
            aborting.join();
        }
        assertThat(scene.fake.calls()).endsWith("DoSnapshotSet", "DoSnapshotSet.Cancel", "AbortBackup", "Release");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void whatLiesOnSupportedVolumesIsOfferedTogetherAndTheRestRefused(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        Offers offers = scene.provider()
                .offer(List.of(
                        VssScene.source("/C/data"),
                        VssScene.source("/D/logs"),
                        VssScene.source("/U/stick"),
                        VssScene.source("/srv/linux")));
        assertThat(offers.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.grain()).isEqualTo(Grain.ATOMIC);
            assertThat(offer.sources()).containsExactly(VssScene.source("/C/data"), VssScene.source("/D/logs"));
        });
        assertThat(offers.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("VSS cannot shadow the volume U:\\"));
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterOffersWhatIsChosenByNameWithTheFilesOfItsParts(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        List<NativeComponent> offered = scene.provider().components(EXCHANGE);
        Set<Grain> atomic = Set.of(Grain.ATOMIC);
        assertThat(offered)
                .containsExactly(new NativeComponent(
                        MAILBOX,
                        "mailbox",
                        List.of(
                                new FileSet(
                                        SourcePath.of("/C/data"),
                                        List.of("mailbox.edb"),
                                        List.of(),
                                        atomic,
                                        OptionalInt.empty()),
                                new FileSet(
                                        SourcePath.of("/D/logs"),
                                        List.of("E00*.log"),
                                        List.of(),
                                        atomic,
                                        OptionalInt.empty()))));
        assertThat(scene.provider().components(new UUID(3, 4))).isEmpty();
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void anApartmentAndASecurityThatSomebodyElseSettledAreGoodEnough(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        scene.fake.fail("CoInitializeEx", HResult.RPC_E_CHANGED_MODE.code());
        scene.fake.fail("CoInitializeSecurity", HResult.RPC_E_TOO_LATE.code());
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            set.prepare(scene.deadline());
            set.take(scene.deadline());
            set.complete(Set.of(MAILBOX), scene.deadline());
        }
        scene.nothingStays();
    }
}
