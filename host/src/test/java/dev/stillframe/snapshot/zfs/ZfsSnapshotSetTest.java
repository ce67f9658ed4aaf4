// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may go wrong, on a ZFS in memory that says whatever a test wants. */
class ZfsSnapshotSetTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(1);
    private static final String OURS = "tank/srv@zfs.host.c1.17.0";

    @TempDir
    Path temp;

    private final FakeZfs zfs = new FakeZfs();
    private Removal removal;

    @BeforeEach
    void open() {
        removal = new Removal(zfs, temp);
        zfs.has("tank", "/tank");
        zfs.has("tank/srv", "/srv");
    }

    @Test
    void aMountOfTheKernelsIsKnownByItsSource() {
        assertThat(judged(mount("zfs", "tank/srv", "/elsewhere"))).isEqualTo("tank/srv");
    }

    @Test
    void aMountOfFuseHasToBeWhereZfsSaysThatItsSourceIsMounted() {
        assertThat(judged(mount("fuse", "tank/srv", "/srv"))).isEqualTo("tank/srv");
        assertThat(judged(mount("fuse", "tank/srv", "/elsewhere"))).isEqualTo("elsewhere");
        assertThat(judged(mount("fuse", "host:/srv", "/srv"))).isEqualTo("elsewhere");
        zfs.answers = false;
        zfs.listFails = true;
        assertThat(judged(mount("fuse", "tank/srv", "/srv"))).isEqualTo("elsewhere");
        assertThat(judged(mount("ext4", "/dev/sda1", "/srv"))).isEqualTo("elsewhere");
    }

    @Test
    void whatCannotBeTakenIsRefusedWithTheReason() {
        assertThat(judged(mount("zfs", "tank/srv@daily", "/srv/.zfs/snapshot/daily")))
                .contains("is a snapshot");
        assertThat(judged(mount("zfs", "other", "/other"))).contains("does not know other");
        zfs.listFails = true;
        assertThat(judged(mount("zfs", "tank/srv", "/srv"))).contains("cannot be asked");
        zfs.usable = false;
        assertThat(judged(mount("zfs", "tank/srv", "/srv"))).contains("need the program zfs");
        zfs.volume = true;
        assertThat(judged(mount("xfs", "/dev/zd0", "/srv"))).contains("xfs at /srv lies on a ZFS volume");
    }

    @Test
    void whatIsMountedBelowIsRefusedButNotWhatSomebodyLooksAtInSnapshots() {
        Mount mount = mount("zfs", "tank/srv", "/srv");
        Mount looked = mount("zfs", "tank/srv@daily", "/srv/.zfs/snapshot/daily");
        Mount below = mount("zfs", "tank/srv/below", "/srv/below");

        assertThat(judged(mount, new MountTable(List.of(mount, looked)))).isEqualTo("tank/srv");
        assertThat(judged(mount, new MountTable(List.of(mount, looked, below)))).contains("mounted at /srv/below");
    }

    @Test
    void whatIsGivenUpWhileZfsRunsIsRemovedWhenItIsOver() throws Exception {
        SnapshotSet set = prepared();
        zfs.whileCreating = set::abort;

        assertThatThrownBy(() -> set.take(LATER)).hasMessageContaining("given up");

        assertThat(zfs.calls).last().isEqualTo("destroy " + OURS);
        assertThat(zfs.snapshots).isEmpty();
        set.close();
    }

    @Test
    void whatAFailedCallLeftIsRemovedByTheAbort() throws Exception {
        SnapshotSet set = prepared();
        zfs.createFails = true;

        assertThatThrownBy(() -> set.take(LATER))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.zfs.take"))
                .hasMessageContaining("out of space");
        assertThat(zfs.snapshots).hasSize(1);
        set.abort();
        assertThat(zfs.snapshots).isEmpty();
    }

    @Test
    void aSnapshotThatSomebodyRemovedOrUnmountedIsNotConfirmed() throws Exception {
        SnapshotSet set = prepared();
        set.take(LATER);
        set.show(LATER);
        set.confirm(LATER);

        List<ZfsSnapshot> shown = List.copyOf(zfs.shown);
        zfs.shown.clear();
        assertThatThrownBy(() -> set.confirm(LATER)).hasMessageContaining("somebody removed the snapshot");
        zfs.shown.addAll(shown);
        set.confirm(LATER);
        zfs.snapshots.clear();
        assertThatThrownBy(() -> set.confirm(LATER))
                .isInstanceOfSatisfying(
                        SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.zfs.lost"));
        set.close();
    }

    @Test
    void onlyWhatHasOurNameIsReleasedAndNothingThatIsNoCloneOfIt() throws Exception {
        ZfsProvider provider = new ZfsProvider(zfs, temp, Clock.system());
        zfs.snapshots.addAll(List.of("tank/srv@daily", "tank/srv@zfs.other.c1.17.0", OURS));
        assertThat(provider.owned("host", List.of()))
                .extracting(OwnedSnapshot::place)
                .containsExactly(SourcePath.of("/" + OURS));

        for (String foreign : List.of("/tank/srv@daily", "/tank/srv@zfs.other.c1.17.0", "/tank/srv", "/tank")) {
            OwnedSnapshot asked =
                    new OwnedSnapshot("zfs", SourcePath.of(foreign), "host", "c1", Instant.ofEpochSecond(17));
            assertThatThrownBy(() -> provider.release(asked)).hasMessageContaining("left alone");
        }
        zfs.datasets.add(new Dataset("tank/srv/zfs.host.c1.17.0", true, Optional.empty(), "/precious"));
        OwnedSnapshot ours = provider.owned("host", List.of()).get(0);
        assertThatThrownBy(() -> provider.release(ours)).hasMessageContaining("no clone of");
        assertThat(zfs.calls).isEmpty();
    }

    @Test
    void aCloneThatSomebodyMadeKeepsTheSnapshotAndOursIsRemovedWithIt() throws Exception {
        ZfsSnapshot snapshot = ZfsSnapshot.parse(OURS).orElseThrow();
        zfs.snapshots.add(OURS);
        zfs.datasets.add(new Dataset(snapshot.cloneName(), true, Optional.of(OURS), "/mounts"));
        zfs.datasets.add(new Dataset("tank/work", true, Optional.of(OURS), "/work"));

        assertThatThrownBy(() -> removal.of(snapshot)).hasMessageContaining("dependent clones");
        assertThat(zfs.datasets).extracting(Dataset::name).containsExactly("tank", "tank/srv", "tank/work");
        zfs.datasets.removeIf(one -> one.name().equals("tank/work"));
        removal.of(snapshot);
        removal.of(snapshot);
        assertThat(zfs.snapshots).isEmpty();
    }

    @Test
    void whereNobodyAnswersThereIsNothingToFind() throws Exception {
        ZfsProvider provider = new ZfsProvider(zfs, temp, Clock.system());
        zfs.snapshots.add(OURS);
        zfs.answers = false;
        assertThat(provider.owned("host", List.of())).isEmpty();
    }

    @Test
    void aNameThatWouldBeTooLongForASnapshotIsRefusedBeforeAnybodyIsHeld() throws Exception {
        zfs.played = "tank/" + "x".repeat(240);
        zfs.has(zfs.played, "/long");

        assertThatThrownBy(this::prepared).hasMessageContaining("so long a name");
        assertThat(zfs.calls).isEmpty();
    }

    @Test
    void theSnapshotsOfASetAreTakenInOneCallAndRemovedByTheirName() throws Exception {
        SnapshotSet set = prepared();

        Taken taken = set.take(LATER);

        assertThat(zfs.calls).containsExactly("rehearse [tank/srv]", "create [tank/srv]");
        assertThat(taken.snapshots()).extracting(OwnedSnapshot::place).containsExactly(SourcePath.of("/" + OURS));
        View.Mirror view = (View.Mirror) taken.views().get(0);
        assertThat(view.at().toString()).contains("mounts/zfs.host.c1.17.0/tank%srv");
        zfs.snapshots.add("tank/more@zfs.host.c1.17.0"); // which zfs-fuse took beside it
        zfs.snapshots.add("other/srv@zfs.host.c1.17.0");
        set.close();
        set.close();
        assertThat(zfs.snapshots).containsExactly("other/srv@zfs.host.c1.17.0");
    }

    /** The folder's real filesystem plays a dataset. */
    private SnapshotSet prepared() throws Exception {
        SourcePath root = SourcePath.of(temp.toRealPath().toString());
        Source source = new Source(MountTable.read().volumeOf(root).orElseThrow(), FileSet.all(root));
        ZfsProvider provider = new ZfsProvider(zfs, temp.resolve("mounts"), Clock.system());
        assertThat(provider.offer(List.of(source)).offers())
                .singleElement()
                .satisfies(offer -> assertThat(offer.remarks())
                        .containsExactly("zfs makes a snapshot of " + zfs.played + " while applications are held"));
        SnapshotSet set = provider.open(new SnapshotRequest("host", "c1", Instant.ofEpochSecond(17), List.of(source)));
        set.prepare(LATER);
        return set;
    }

    private String judged(Mount mount) {
        return judged(mount, new MountTable(List.of(mount)));
    }

    /** The dataset, or the reason against it. */
    private String judged(Mount mount, MountTable table) {
        Volume volume = new Volume(mount.point(), mount.fileSystem(), mount.source(), mount.device());
        Suitability suitability = Suitability.of(new Source(volume, FileSet.all(mount.point())), mount, table, zfs);
        if (suitability instanceof Suitability.Suitable suitable) {
            return suitable.dataset();
        }
        return suitability instanceof Suitability.Unsuitable unsuitable ? unsuitable.reason() : "elsewhere";
    }

    private static Mount mount(String type, String source, String point) {
        return new Mount(1, 77, SourcePath.root(), SourcePath.of(point), false, type, source);
    }
}
