// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static dev.stillframe.snapshot.vss.VssScene.MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.platform.windows.CallingConvention;
import dev.stillframe.platform.windows.FakeVss;
import dev.stillframe.platform.windows.HResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of the sequence fails in turn, with every result that could come of it. */
final class VssFailuresTest {
    /** In the order of their coming. What ends with .async is the outcome of an operation that began well. */
    private static final List<String> STEPS = List.of(
            "CoInitializeEx",
            "CoInitializeSecurity",
            "Create",
            "InitializeForBackup",
            "SetContext",
            "SetBackupState",
            "GatherWriterMetadata",
            "GatherWriterMetadata.Wait",
            "GatherWriterMetadata.QueryStatus",
            "GatherWriterMetadata.async",
            "GetWriterMetadataCount",
            "GetWriterMetadata",
            "GetIdentity",
            "GetFileCounts",
            "GetComponent",
            "GetComponentInfo",
            "GetPath",
            "GetFilespec",
            "Metadata.SaveAsXML",
            "FreeWriterMetadata",
            "AddComponent",
            "StartSnapshotSet",
            "AddToSnapshotSet",
            "PrepareForBackup",
            "PrepareForBackup.async",
            "GatherWriterStatus",
            "GatherWriterStatus.async",
            "GetWriterStatusCount",
            "GetWriterStatus",
            "FreeWriterStatus",
            "DoSnapshotSet",
            "DoSnapshotSet.Wait",
            "DoSnapshotSet.QueryStatus",
            "DoSnapshotSet.async",
            "GetSnapshotProperties",
            "SetBackupSucceeded",
            "SaveAsXML",
            "BackupComplete",
            "BackupComplete.async");

    private static final Random RANDOM = seeded();

    private static Random seeded() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("VSS failures, seed " + seed);
        return new Random(seed);
    }

    private static final Map<HResult, String> CODES = Map.ofEntries(
            Map.entry(HResult.E_ACCESSDENIED, "rights"),
            Map.entry(HResult.E_OUTOFMEMORY, "memory"),
            Map.entry(HResult.E_UNEXPECTED, "failed"),
            Map.entry(HResult.E_INVALIDARG, "misuse"),
            Map.entry(HResult.E_NOTIMPL, "absent"),
            Map.entry(HResult.RPC_S_SERVER_UNAVAILABLE, "service"),
            Map.entry(HResult.VSS_E_BAD_STATE, "misuse"),
            Map.entry(HResult.VSS_E_PROVIDER_VETO, "provider-veto"),
            Map.entry(HResult.VSS_E_OBJECT_NOT_FOUND, "not-found"),
            Map.entry(HResult.VSS_E_VOLUME_NOT_SUPPORTED, "volume"),
            Map.entry(HResult.VSS_E_FLUSH_WRITES_TIMEOUT, "flush-timeout"),
            Map.entry(HResult.VSS_E_HOLD_WRITES_TIMEOUT, "hold-timeout"),
            Map.entry(HResult.VSS_E_INSUFFICIENT_STORAGE, "storage"),
            Map.entry(HResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED, "limit"),
            Map.entry(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR, "provider"),
            Map.entry(HResult.VSS_E_WRITER_INFRASTRUCTURE, "writers"),
            Map.entry(HResult.VSS_E_REBOOT_REQUIRED, "reboot"));

    static Stream<Arguments> everyStepInEveryConvention() {
        return Stream.of(CallingConvention.values())
                .flatMap(convention -> STEPS.stream().map(step -> Arguments.of(step, convention)));
    }

    /** {@code -Dstillframe.soak=true} takes every result at every step, a build some that change with the seed. */
    private static List<Map.Entry<HResult, String>> results() {
        List<Map.Entry<HResult, String>> all = new ArrayList<>(CODES.entrySet());
        all.sort(Map.Entry.comparingByKey()); // a map's own order changes with every start
        Collections.shuffle(all, RANDOM);
        return Boolean.getBoolean("stillframe.soak") ? all : all.subList(0, 5);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyStepInEveryConvention")
    void isToldByItsCodeAbortedReleasedAndNeverTakenForAShadowCopy(String step, CallingConvention convention)
            throws Exception {
        assumeFalse(FakeVss.onWindows() && step.startsWith("CoInitialize"), "COM is the system's own there");
        for (Map.Entry<HResult, String> each : results()) {
            VssScene scene = VssScene.with(convention);
            int looks = step.endsWith(".Wait") ? 1 : 0; // nobody waits for what is over
            scene.fake.pending(step.replaceFirst("\\..*", ""), looks);
            scene.fake.fail(step, each.getKey().code());
            SnapshotException failure = fails(scene);

            assertThat(failure.code()).as("%s", each).isEqualTo("snapshot.vss." + each.getValue());
            assertThat(failure).hasMessageContaining(each.getKey().name()).hasMessageContaining("C:\\");
            assertThat(failure.hint().isEmpty()).isEqualTo(each.getKey() == HResult.E_OUTOFMEMORY);
            if (each.getValue().endsWith("timeout")) {
                assertThat(failure.retry()).isEqualTo(Retry.HELPS);
            }
            List<String> calls = scene.fake.calls();
            boolean created = calls.contains("Create") && !step.equals("Create");
            boolean initialized = created && !step.equals("InitializeForBackup");
            assertThat(calls.stream().filter("Release"::equals)).hasSize(created ? 1 : 0);
            assertThat(calls.stream().filter("AbortBackup"::equals)).hasSize(initialized ? 1 : 0);
            scene.nothingStays();
        }
    }

    /** Goes through a backup that has to fail, and says how. */
    private static SnapshotException fails(VssScene scene) throws Exception {
        List<SnapshotException> failures = new ArrayList<>();
        try (SnapshotSet set = scene.open(List.of(MAILBOX), BackupType.COPY, "/C/data")) {
            try {
                set.prepare(scene.deadline());
                set.take(scene.deadline());
                set.documents(Set.of(MAILBOX), scene.deadline());
                set.complete(Set.of(MAILBOX), scene.deadline());
            } catch (SnapshotException e) {
                failures.add(e);
            }
        }
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }
}
