// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.btrfs;

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
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.snapshot.Custody;
import dev.stillframe.snapshot.DirtyData;
import dev.stillframe.snapshot.OtherFilesystems;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One snapshot of one subvolume. */
final class BtrfsSnapshotSet implements SnapshotSet {
    private final SourcePath root;
    private final List<Source> sources;
    private final byte[] name;
    private final OwnedSnapshot snapshot;
    private final Clock clock;
    private final Custody custody = new Custody();

    private @Nullable BtrfsSubvolume subvolume;
    private @Nullable DirectoryHandle folder;

    BtrfsSnapshotSet(SourcePath root, List<Source> sources, SnapshotName name, Clock clock) {
        this.root = root;
        this.sources = sources;
        this.name = name.bytes();
        this.snapshot = new OwnedSnapshot(
                BtrfsProvider.ID,
                SnapshotFolder.in(root).child(this.name),
                name.owner(),
                name.cycle(),
                name.deadline());
        this.clock = clock;
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        try {
            BtrfsSubvolume source = BtrfsSubvolume.open(root);
            subvolume = source;
            DirectoryHandle into = SnapshotFolder.open(root);
            folder = into;
            refuseNested(source);
            rehearse(source, into);
            DirtyData.writeOut(into, clock, deadline);
        } catch (LinuxException e) {
            throw BtrfsProvider.FAILURES.of("prepare", e);
        }
    }

    /** Again, for subvolumes made since the offer. */
    private void refuseNested(BtrfsSubvolume source) throws SnapshotException {
        for (Source each : sources) {
            List<SourcePath> nested;
            try {
                nested = Suitability.nestedIn(each.files(), source);
            } catch (LinuxException e) {
                throw BtrfsProvider.FAILURES.of("prepare", e);
            }
            if (!nested.isEmpty()) {
                throw BtrfsProvider.FAILURES.of(
                        "nested",
                        root + ": a snapshot would show these subvolumes as empty folders: "
                                + OtherFilesystems.named(nested),
                        Retry.DOES_NOT_HELP,
                        "exclude them, or name each as a path of its own");
            }
        }
    }

    /**
     * Goes through everything that {@link #take} and {@link #abort} do, so that every class is loaded: with a name
     * that is taken already, because the kernel then does nothing.
     */
    private void rehearse(BtrfsSubvolume source, DirectoryHandle into) throws LinuxException, SnapshotException {
        into.makeFolder(name, 0700);
        try {
            source.snapshot(into, name);
            throw new IllegalStateException("the kernel gave a name away that was taken");
        } catch (LinuxException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        } finally {
            into.removeFolder(name);
        }
        taken(clock.instant(), clock.instant());
        Custody rehearsed = new Custody();
        if (rehearsed.begin() && rehearsed.taken() && rehearsed.giveUp()) {
            Removal.of(snapshot);
        }
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        BtrfsSubvolume source = subvolume;
        DirectoryHandle into = folder;
        if (source == null || into == null) {
            throw new IllegalStateException("not prepared");
        }
        if (!custody.begin()) {
            throw BtrfsProvider.FAILURES.aborted(root);
        }
        Instant begun = clock.instant();
        try {
            source.snapshot(into, name);
        } catch (LinuxException e) {
            if (custody.leave()) {
                closeDescriptors();
            }
            throw BtrfsProvider.FAILURES.of("take", e);
        }
        Instant ended = clock.instant();
        if (!custody.taken()) {
            removeAndLeave();
            throw BtrfsProvider.FAILURES.aborted(root);
        }
        return taken(begun, ended);
    }

    private Taken taken(Instant begun, Instant ended) {
        return new Taken(List.of(new View.Mirror(root, snapshot.place())), begun, ended, List.of(snapshot));
    }

    private void removeAndLeave() throws SnapshotException {
        try {
            Removal.of(snapshot);
        } finally {
            custody.leave();
            closeDescriptors();
        }
    }

    @Override
    public void abort() {
        if (custody.giveUp()) {
            try {
                Removal.of(snapshot);
            } catch (SnapshotException e) {
                return; // it is found again by its name: by close, or by owned
            }
        }
    }

    @Override
    public void close() throws SnapshotException {
        if (custody.giveUp()) {
            closeDescriptors();
            Removal.of(snapshot);
        }
    }

    private void closeDescriptors() {
        if (subvolume != null) {
            subvolume.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
