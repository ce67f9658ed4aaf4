// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.Privileges;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without LVM: the folder's real filesystem plays a logical volume that may not be frozen. */
class LvmSnapshotSetTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(1);
    private static final long MIB = 1 << 20;

    @TempDir
    Path temp;

    private final List<ThawAction> armed = new ArrayList<>();
    private final Guard guard = action -> {
        if (action instanceof ThawAction.ThawFilesystem) {
            throw new WriterException("plan.own-filesystem", "the test lies there", Retry.DOES_NOT_HELP, "");
        }
        armed.add(action);
    };

    private Source source;
    private FakeLvm lvm;
    private LvmProvider provider;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Privileges.administersFilesystems(), "skipped: needs CAP_SYS_ADMIN");
        SourcePath root = SourcePath.of(temp.toRealPath().toString());
        source = new Source(MountTable.read().volumeOf(root).orElseThrow(), FileSet.all(root));
        assumeTrue(
                SnapshotMount.OPTIONS.containsKey(source.volume().fileSystem()),
                "skipped: the temporary folder is on " + source.volume().fileSystem());
        long device = source.volume().deviceId();
        lvm = new FakeLvm(device);
        lvm.volumes.add(FakeLvm.thick("data", 100 * MIB, 1000 * MIB, OptionalLong.of(device)));
        provider = new LvmProvider(lvm, temp.resolve("mounts"), Clock.system());
    }

    @Test
    void aSnapshotIsTakenWithTheWayBackArmedBefore() throws Exception {
        assertThat(provider.offer(List.of(source)).offers()).hasSize(1);
        SnapshotSet set = set();
        set.prepare(LATER);
        assertThat(armed)
                .isEqualTo(List.of(
                        new ThawAction.Run(List.of("/sbin/dmsetup", "resume", "vg-data"), Duration.ofSeconds(10))));

        Taken taken = set.take(LATER);

        assertThat(lvm.calls).containsExactly("rehearse vg/data", "create " + 108 * MIB);
        View.Mirror view = (View.Mirror) taken.views().get(0);
        assertThat(view.source()).isEqualTo(source.volume().mountPoint());
        OwnedSnapshot snapshot = taken.snapshots().get(0);
        assertThat(snapshot.place()).hasToString("/dev/vg/lvm.host.c1.17.0");
        assertThat(provider.owned("host", List.of())).containsExactly(snapshot);
        assertThat(provider.owned("other", List.of())).isEmpty();

        set.close();
        set.close();
        assertThat(lvm.volumes).hasSize(1);
    }

    @Test
    void whatIsGivenUpWhileLvcreateRunsIsRemovedWhenItIsOverAndNotKilled() throws Exception {
        SnapshotSet set = set();
        set.prepare(LATER);
        lvm.whileCreating = set::abort;

        assertThatThrownBy(() -> set.take(LATER)).hasMessageContaining("given up");

        assertThat(lvm.calls).last().isEqualTo("remove vg/lvm.host.c1.17.0");
        assertThat(lvm.volumes).hasSize(1);
        set.close();
    }

    @Test
    void whatAFailedLvcreateLeftIsRemovedByTheAbort() throws Exception {
        SnapshotSet set = set();
        set.prepare(LATER);
        lvm.createFails = true;

        assertThatThrownBy(() -> set.take(LATER))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.lvm.take"));
        assertThat(lvm.volumes).hasSize(2);
        set.abort();
        assertThat(lvm.volumes).hasSize(1);
    }

    @Test
    void aGroupWithoutRoomIsRefusedWhenItIsPlannedAndWhenItIsPrepared() throws Exception {
        SnapshotSet set = set();
        lvm.volumes.set(
                0, FakeLvm.thick("data", 100 * MIB, 4 * MIB, lvm.volumes.get(0).device()));

        assertThat(provider.offer(List.of(source)).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).contains("volume group vg has 4 MiB free"));
        assertThatThrownBy(() -> set.prepare(LATER)).hasMessageContaining("volume group vg has 4 MiB free");
        assertThat(armed).isEmpty();
    }

    @Test
    void withoutProgramsOrRightsTheVolumeIsRefusedAndNothingFails() throws Exception {
        lvm.usable = false;

        assertThat(provider.offer(List.of(source)).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).contains("need lvm2"));
        assertThat(provider.owned("host", List.of())).isEmpty();
    }

    @Test
    void whatIsNoLogicalVolumeIsNoneOfItsBusinessAndNothingIsRun() throws Exception {
        LvmProvider elsewhere = new LvmProvider(new FakeLvm(-1), temp, Clock.system());

        assertThat(elsewhere.offer(List.of(source)).offers()).isEmpty();
        assertThat(elsewhere.offer(List.of(source)).refusals()).isEmpty();
    }

    @Test
    void onlyWhatHasOurNameIsReleased() throws Exception {
        OwnedSnapshot foreign =
                new OwnedSnapshot("lvm", SourcePath.of("/dev/vg/data"), "host", "c1", Instant.ofEpochSecond(17));
        OwnedSnapshot others = new OwnedSnapshot(
                "lvm", SourcePath.of("/dev/vg/lvm.other.c1.17.0"), "host", "c1", Instant.ofEpochSecond(17));
        OwnedSnapshot gone = new OwnedSnapshot(
                "lvm", SourcePath.of("/dev/vg/lvm.host.c1.17.0"), "host", "c1", Instant.ofEpochSecond(17));

        for (OwnedSnapshot each : List.of(foreign, others)) {
            assertThatThrownBy(() -> provider.release(each)).hasMessageContaining("left alone");
        }
        provider.release(gone);
        assertThat(lvm.volumes).hasSize(1);
    }

    private SnapshotSet set() throws SnapshotException {
        return provider.open(new SnapshotRequest("host", "c1", Instant.ofEpochSecond(17), List.of(source)), guard);
    }
}
