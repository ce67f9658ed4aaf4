// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static dev.stillframe.snapshot.vss.VssScene.MAILBOX;
import static dev.stillframe.snapshot.vss.VssScene.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.platform.windows.CallingConvention;
import dev.stillframe.platform.windows.FakeVss;
import dev.stillframe.platform.windows.HResult;
import dev.stillframe.platform.windows.RestoredFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup's documents, and the restore that begins with them, against a VSS library of our own. */
final class VssRestoreTest {
    /** In the order of their coming. */
    private static final List<String> STEPS = List.of(
            "CoInitializeEx",
            "CoInitializeSecurity",
            "Create",
            "SysAllocString",
            "InitializeForRestore",
            "GatherWriterMetadata",
            "GatherWriterMetadata.QueryStatus",
            "GatherWriterMetadata.async",
            "GetWriterMetadataCount",
            "GetWriterMetadata",
            "Metadata.SaveAsXML",
            "FreeWriterMetadata",
            "SetSelectedForRestore",
            "PreRestore",
            "PreRestore.Wait",
            "PreRestore.QueryStatus",
            "PreRestore.async",
            "GatherWriterStatus",
            "GatherWriterStatus.async",
            "GetWriterStatusCount",
            "GetWriterStatus",
            "FreeWriterStatus",
            "SetFileRestoreStatus",
            "PostRestore",
            "PostRestore.async");

    private static final List<HResult> RESULTS = List.of(
            HResult.E_ACCESSDENIED,
            HResult.E_OUTOFMEMORY,
            HResult.VSS_E_BAD_STATE,
            HResult.VSS_E_OBJECT_NOT_FOUND,
            HResult.VSS_E_WRITER_INFRASTRUCTURE,
            HResult.RPC_S_SERVER_UNAVAILABLE);

    private static final Random RANDOM = seeded();

    private static Random seeded() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("VSS restore, seed " + seed);
        return new Random(seed);
    }

    /** What a backup of both components leaves behind. */
    private record Kept(String document, SavedComponent mailbox, SavedComponent sales) {
        static Kept of(VssScene scene) throws Exception {
            try (SnapshotSet set = scene.open(List.of(MAILBOX, SALES), BackupType.COPY, "/C/data", "/D/logs")) {
                set.prepare(scene.deadline());
                Map<Quiesce.Native, Thaw> held = set.take(scene.deadline()).natives();
                Map<Quiesce.Native, Map<String, String>> documents =
                        set.documents(Set.of(MAILBOX, SALES), scene.deadline());
                set.complete(Set.of(MAILBOX, SALES), scene.deadline());
                assertThat(documents.get(SALES))
                        .containsEntry(SavedComponent.WRITER_DOCUMENT, "<writer>SqlServerWriter</writer>")
                        .containsEntry(
                                SavedComponent.DOCUMENT, documents.get(MAILBOX).get(SavedComponent.DOCUMENT));
                return new Kept(
                        documents.get(MAILBOX).get(SavedComponent.DOCUMENT), saved(held, MAILBOX), saved(held, SALES));
            }
        }

        private static SavedComponent saved(Map<Quiesce.Native, Thaw> held, Quiesce.Native one) {
            return SavedComponent.of(((Thaw.Held) held.get(one)).evidence()).orElseThrow();
        }

        VssRestore open(VssScene scene) throws SnapshotException {
            return scene.provider().restore(document, List.of(mailbox, sales), scene.deadline());
        }
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void theDocumentsAreSavedWithTheVerdictAndTheWritersAreToldOnlyAtTheEnd(CallingConvention convention)
            throws Exception {
        VssScene scene = VssScene.with(convention);
        try (SnapshotSet set = scene.open(List.of(MAILBOX, SALES), BackupType.COPY, "/C/data", "/D/logs")) {
            set.prepare(scene.deadline());
            set.take(scene.deadline());
            set.documents(Set.of(MAILBOX), scene.deadline());
            set.complete(Set.of(), scene.deadline()); // it could not be stored
        }
        assertThat(scene.fake.calls())
                .containsSubsequence("SetBackupSucceeded 1:\\sales=0", "SaveAsXML", "BackupComplete")
                .filteredOn(call -> call.startsWith("SetBackupSucceeded"))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("mailbox=0");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aRestoreGoesThroughTheWholeSequenceInOrderAndGivesEverythingBack(CallingConvention convention)
            throws Exception {
        VssScene scene = VssScene.with(convention);
        Kept kept = Kept.of(scene);
        int before = scene.fake.calls().size();
        try (VssRestore restore = kept.open(scene)) {
            assertThat(restore.writers())
                    .containsEntry(kept.mailbox(), "Microsoft Exchange Writer")
                    .containsEntry(kept.sales(), "SqlServerWriter");
            restore.before(scene.deadline());
            restore.after(
                    Map.of(kept.mailbox(), RestoredFiles.ALL, kept.sales(), RestoredFiles.FAILED), scene.deadline());
        }
        String mailbox = "1:" + MAILBOX.logicalPath() + "\\mailbox=";
        assertThat(scene.fake.calls().subList(before, scene.fake.calls().size()))
                .containsExactly(
                        "Create",
                        "InitializeForRestore",
                        "GatherWriterMetadata",
                        "GetWriterMetadataCount",
                        "GetWriterMetadata",
                        "GetWriterMetadata",
                        "FreeWriterMetadata",
                        "SetSelectedForRestore " + mailbox + "1",
                        "SetSelectedForRestore 1:\\sales=1",
                        "PreRestore",
                        "GatherWriterStatus",
                        "GetWriterStatusCount",
                        "GetWriterStatus",
                        "GetWriterStatus",
                        "FreeWriterStatus",
                        "SetFileRestoreStatus " + mailbox + "2",
                        "SetFileRestoreStatus 1:\\sales=3",
                        "PostRestore",
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
    void aWriterThatDoesNotRunStaysOutAndNothingIsAskedOfVss(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        Kept kept = Kept.of(scene);
        scene.fake.stopWriters();
        try (VssRestore restore = kept.open(scene)) {
            assertThat(restore.writers()).isEmpty();
            restore.before(scene.deadline());
            restore.after(Map.of(), scene.deadline());
        }
        assertThat(scene.fake.calls()).doesNotContain("PreRestore", "PostRestore");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterThatCannotPrepareStopsTheRestoreAndAllLearnThatNothingWasTouched(CallingConvention convention)
            throws Exception {
        VssScene scene = VssScene.with(convention);
        Kept kept = Kept.of(scene);
        scene.fake.state(0, "PreRestore", 13, HResult.VSS_E_WRITERERROR_NONRETRYABLE.code());
        try (VssRestore restore = kept.open(scene)) {
            assertThatThrownBy(() -> restore.before(scene.deadline()))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.before-restore"))
                    .hasMessage("the VSS writer Microsoft Exchange Writer failed before the restore:"
                            + " VSS_E_WRITERERROR_NONRETRYABLE (0x800423F4)");
        }
        assertThat(scene.fake.calls())
                .containsSubsequence(
                        "PreRestore",
                        "SetFileRestoreStatus 1:" + MAILBOX.logicalPath() + "\\mailbox=1",
                        "SetFileRestoreStatus 1:\\sales=1",
                        "PostRestore",
                        "Release");
        scene.nothingStays();
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aWriterThatFailsOrSaysNothingAfterwardsIsAFailure(CallingConvention convention) throws Exception {
        for (boolean silent : new boolean[] {false, true}) {
            VssScene scene = VssScene.with(convention);
            Kept kept = Kept.of(scene);
            if (silent) {
                scene.fake.forget("PostRestore");
            } else {
                scene.fake.state(1, "PostRestore", 14, 0);
            }
            try (VssRestore restore = kept.open(scene)) {
                restore.before(scene.deadline());
                assertThatThrownBy(() -> restore.after(
                                Map.of(kept.mailbox(), RestoredFiles.ALL, kept.sales(), RestoredFiles.ALL),
                                scene.deadline()))
                        .isInstanceOfSatisfying(
                                SnapshotException.class,
                                e -> assertThat(e.code()).isEqualTo("snapshot.vss.after-restore"))
                        .hasMessageContaining(silent ? "reported nothing" : "SqlServerWriter failed after the restore");
            }
            scene.nothingStays();
        }
    }

    @ParameterizedTest
    @EnumSource(CallingConvention.class)
    void aDocumentThatWasCutOffIsRefused(CallingConvention convention) throws Exception {
        VssScene scene = VssScene.with(convention);
        Kept kept = Kept.of(scene);
        String half = kept.document().substring(0, 65536);
        assertThatThrownBy(() -> scene.provider().restore(half, List.of(kept.sales()), scene.deadline()))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.vss.document"));
        scene.nothingStays();
    }

    static Stream<Arguments> everyStepInEveryConvention() {
        return Stream.of(CallingConvention.values())
                .flatMap(convention -> STEPS.stream().map(step -> Arguments.of(step, convention)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyStepInEveryConvention")
    void everyCallThatFailsIsToldByItsCodeAndReleasedAndNoWriterIsLeftPrepared(
            String step, CallingConvention convention) throws Exception {
        assumeFalse(FakeVss.onWindows() && (step.startsWith("CoInit") || step.startsWith("Sys")), "the system's own");
        for (HResult each : results()) {
            VssScene scene = VssScene.with(convention);
            Kept kept = Kept.of(scene);
            int before = scene.fake.calls().size();
            VssScene fresh = scene.again();
            int looks = step.endsWith(".Wait") ? 1 : 0; // nobody waits for what is over
            scene.fake.pending(step.replaceFirst("\\..*", ""), looks);
            scene.fake.fail(step, each.code());
            SnapshotException failure = fails(fresh, kept);
            assertThat(failure.code()).startsWith("snapshot.vss.");
            HResult expected = step.equals("SysAllocString") ? HResult.E_OUTOFMEMORY : each;
            assertThat(failure).hasMessageContaining(expected.name());
            List<String> calls =
                    scene.fake.calls().subList(before, scene.fake.calls().size());
            boolean created = calls.contains("Create") && !step.equals("Create");
            assertThat(calls.stream().filter("Release"::equals)).hasSize(created ? 1 : 0);
            assertThat(calls).doesNotContain("AbortBackup", "BackupComplete");
            if (calls.contains("PreRestore") && !step.startsWith("PreRestore")) {
                assertThat(calls).anyMatch(call -> call.startsWith("SetFileRestoreStatus"));
            }
            scene.nothingStays();
        }
    }

    /** {@code -Dstillframe.soak=true} takes every result at every step, a build two that change with the seed. */
    private static List<HResult> results() {
        List<HResult> all = new ArrayList<>(RESULTS);
        Collections.shuffle(all, RANDOM);
        return Boolean.getBoolean("stillframe.soak") ? all : all.subList(0, 2);
    }

    /** Goes through a restore that has to fail, and says how. */
    private static SnapshotException fails(VssScene scene, Kept kept) {
        List<SnapshotException> failures = new ArrayList<>();
        try (VssRestore restore = kept.open(scene)) {
            restore.before(scene.deadline());
            restore.after(Map.of(kept.mailbox(), RestoredFiles.ALL, kept.sales(), RestoredFiles.ALL), scene.deadline());
        } catch (SnapshotException e) {
            failures.add(e);
        }
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }
}
