// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Custody;
import dev.stillframe.snapshot.DirtyData;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Snapshots of filesystems of one pool, at one instant and of one name. */
final class ZfsSnapshotSet implements SnapshotSet {
    /** What ZFS accepts as the name of a snapshot, with that of its dataset: ZFS_MAX_DATASET_NAME_LEN without its end. */
    private static final int LONGEST_NAME = 255;

    private final Zfs zfs;
    private final List<Source> sources;
    private final SnapshotName name;
    private final Path mounts;
    private final Clock clock;
    private final Removal removal;
    private final Custody custody = new Custody();
    private final List<DirectoryHandle> filesystems = new ArrayList<>();

    private List<Suitability.Suitable> prepared = List.of();
    private List<String> datasets = List.of();
    private volatile @Nullable String made;

    /** @param mounts the folder for mount points */
    ZfsSnapshotSet(Zfs zfs, List<Source> sources, SnapshotName name, Path mounts, Clock clock) {
        this.zfs = zfs;
        this.sources = sources;
        this.name = name;
        this.mounts = mounts;
        this.clock = clock;
        this.removal = new Removal(zfs, mounts);
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        try {
            prepared = judge();
            datasets = prepared.stream()
                    .map(Suitability.Suitable::dataset)
                    .distinct()
                    .toList();
            refuseWhatCannotBeOne();
            zfs.rehearse(datasets);
            taken(clock.instant(), clock.instant());
            for (Suitability.Suitable suitable : prepared) {
                DirectoryHandle filesystem =
                        DirectoryHandle.open(suitable.mount().point());
                filesystems.add(filesystem);
                DirtyData.writeOut(filesystem, clock, deadline);
            }
        } catch (IOException e) {
            throw ZfsProvider.FAILURES.of("prepare", e);
        }
    }

    /** Once more: somebody may have mounted or moved something. */
    private List<Suitability.Suitable> judge() throws IOException, SnapshotException {
        MountTable table = zfs.mounts();
        Set<Suitability.Suitable> suitable = new LinkedHashSet<>();
        for (Source source : sources) {
            SourcePath root = source.files().root();
            Mount mount = table.mountOf(root)
                    .filter(found -> found.device() == source.volume().deviceId())
                    .orElseThrow(() -> moved(root));
            Suitability judged = Suitability.of(source, mount, table, zfs);
            if (judged instanceof Suitability.Unsuitable unsuitable) {
                throw ZfsProvider.FAILURES.of("refused", unsuitable.reason(), Retry.UNKNOWN, unsuitable.hint());
            }
            if (!(judged instanceof Suitability.Suitable known)) {
                throw moved(root);
            }
            suitable.add(known);
        }
        return List.copyOf(suitable);
    }

    private static SnapshotException moved(SourcePath root) {
        return ZfsProvider.FAILURES.of(
                "moved", root + " is not where it was when this was planned", Retry.HELPS, "plan again");
    }

    private void refuseWhatCannotBeOne() throws SnapshotException {
        if (datasets.stream().map(Dataset::pool).distinct().count() > 1) {
            throw ZfsProvider.FAILURES.of(
                    "several", String.join(", ", datasets) + ": not in one pool", Retry.DOES_NOT_HELP, "plan again");
        }
        for (String dataset : datasets) {
            if (snapshot(dataset).toString().length() > LONGEST_NAME) {
                throw ZfsProvider.FAILURES.of(
                        "name",
                        dataset + " has so long a name that no snapshot of it can be called " + name,
                        Retry.DOES_NOT_HELP,
                        "rename it with zfs rename");
            }
        }
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        if (datasets.isEmpty()) {
            throw new IllegalStateException("not prepared");
        }
        if (!custody.begin()) {
            throw ZfsProvider.FAILURES.aborted(datasets);
        }
        Instant begun = clock.instant();
        try {
            for (DirectoryHandle filesystem : filesystems) {
                filesystem.syncFilesystem(); // a mapping's pages are not ZFS's before
            }
            made = Dataset.pool(datasets.get(0)); // from here on, whatever zfs does
            zfs.create(datasets, name.toString());
        } catch (IOException e) {
            if (custody.leave()) {
                removeQuietly();
            }
            throw ZfsProvider.FAILURES.of("take", e);
        }
        Instant ended = clock.instant();
        if (!custody.taken()) {
            custody.leave();
            remove();
            throw ZfsProvider.FAILURES.aborted(datasets);
        }
        return taken(begun, ended);
    }

    /** A mount may show a folder of its filesystem only; the snapshot shows all of it. */
    private Taken taken(Instant begun, Instant ended) {
        List<View> views = new ArrayList<>();
        for (Suitability.Suitable suitable : prepared) {
            SourcePath target =
                    SourcePath.of(snapshot(suitable.dataset()).target(mounts).toString());
            views.add(new View.Mirror(
                    suitable.mount().point(), suitable.mount().root().below(target)));
        }
        List<OwnedSnapshot> snapshots = new ArrayList<>();
        for (String dataset : datasets) {
            snapshots.add(snapshot(dataset).owned());
        }
        return new Taken(views, begun, ended, snapshots);
    }

    private ZfsSnapshot snapshot(String dataset) {
        return new ZfsSnapshot(dataset, name);
    }

    @Override
    public void show(Deadline deadline) throws SnapshotException {
        try {
            for (String dataset : datasets) {
                ZfsSnapshot snapshot = snapshot(dataset);
                zfs.show(snapshot, snapshot.target(mounts), deadline.remaining());
            }
        } catch (IOException e) {
            throw ZfsProvider.FAILURES.of("mount", e);
        }
    }

    @Override
    public void confirm(Deadline deadline) throws SnapshotException {
        try {
            List<String> there = zfs.snapshots();
            for (String dataset : datasets) {
                ZfsSnapshot snapshot = snapshot(dataset);
                if (!there.contains(snapshot.toString()) || !zfs.shows(snapshot, snapshot.target(mounts))) {
                    throw ZfsProvider.FAILURES.of(
                            "lost",
                            "somebody removed the snapshot " + snapshot + ", or unmounted it, while it was read",
                            Retry.HELPS,
                            "let whatever removes old snapshots leave those alone that begin with " + ZfsProvider.KIND
                                    + ".");
                }
            }
        } catch (IOException e) {
            throw ZfsProvider.FAILURES.of("confirm", e);
        }
    }

    @Override
    public void abort() {
        if (custody.giveUp()) {
            removeQuietly();
        }
    }

    @Override
    public void close() throws SnapshotException {
        if (custody.giveUp()) {
            filesystems.forEach(DirectoryHandle::close);
            remove();
        }
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (SnapshotException e) {
            return; // it is found again by its name: by close, or by owned
        }
    }

    private void remove() throws SnapshotException {
        String pool = made;
        if (pool != null) {
            removal.of(pool, name);
        }
    }
}
