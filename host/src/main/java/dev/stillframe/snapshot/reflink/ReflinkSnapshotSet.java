// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

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
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.snapshot.Custody;
import dev.stillframe.snapshot.DirtyData;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clones of the files of one mount's sources. */
final class ReflinkSnapshotSet implements SnapshotSet {
    /** Beside the one that walks. A second was no faster with 10,000 small files on two cores. */
    private static final int THREADS = 1;

    private final SourcePath mountPoint;
    private final List<Source> sources;
    private final SnapshotName name;
    private final OwnedSnapshot snapshot;
    private final Clock clock;
    private final Custody custody = new Custody();

    private @Nullable CloneFolder folder;
    private @Nullable CloneThreads threads;

    ReflinkSnapshotSet(SourcePath mountPoint, List<Source> sources, SnapshotName name, Clock clock) {
        this.mountPoint = mountPoint;
        this.sources = sources;
        this.name = name;
        this.snapshot = new OwnedSnapshot(
                ReflinkProvider.ID,
                SnapshotFolder.in(mountPoint).child(name.bytes()),
                name.owner(),
                name.cycle(),
                name.deadline());
        this.clock = clock;
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        try {
            CloneFolder made = CloneFolder.make(mountPoint, name, THREADS);
            folder = made;
            CloneThreads started = new CloneThreads(THREADS);
            threads = started;
            DirtyData.writeOut(made.handle(), clock, deadline);
            rehearse(made, started, deadline);
            DirtyData.writeOut(made.handle(), clock, deadline);
        } catch (LinuxException e) {
            throw ReflinkProvider.FAILURES.of("prepare", e);
        }
        if (custody.givenUp()) {
            Removal.of(snapshot); // abort came before there was anything to remove
            throw ReflinkProvider.FAILURES.aborted(mountPoint);
        }
    }

    /**
     * Goes through everything that {@link #take} does, so that every class is loaded and every folder is in the cache:
     * walks all the files, and clones one of our own.
     */
    private void rehearse(CloneFolder made, CloneThreads started, Deadline deadline)
            throws LinuxException, SnapshotException {
        Cloner rehearsed = new Cloner(made, () -> check(deadline));
        for (Source source : sources) {
            SourceWalk.of(source.files(), new Look(), started);
        }
        try (OpenFile own = made.rehearsal()) {
            rehearsed.file(mountPoint, own);
        }
        taken(List.of(rehearsed.listing(mountPoint)), clock.instant());
    }

    private void check(Deadline deadline) throws SnapshotException {
        if (custody.givenUp()) {
            throw ReflinkProvider.FAILURES.aborted(mountPoint);
        }
        if (deadline.passed()) {
            throw ReflinkProvider.FAILURES.of(
                    "deadline",
                    mountPoint + ": cloning took longer than the deadline allows",
                    Retry.UNKNOWN,
                    "defragment the files, raise the freeze timeout, or use a provider that takes whole volumes");
        }
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        CloneFolder into = folder;
        CloneThreads workers = threads;
        if (into == null || workers == null) {
            throw new IllegalStateException("not prepared");
        }
        if (!custody.begin()) {
            throw ReflinkProvider.FAILURES.aborted(mountPoint);
        }
        boolean kept = false;
        try {
            Instant begun = clock.instant();
            Cloner cloner = new Cloner(into, () -> check(deadline));
            List<View> views = new ArrayList<>();
            for (Source source : sources) {
                SourceWalk.of(source.files(), cloner, workers);
                views.add(cloner.listing(source.files().root()));
            }
            Taken taken = taken(views, begun);
            kept = custody.taken();
            if (!kept) {
                throw ReflinkProvider.FAILURES.aborted(mountPoint);
            }
            return taken;
        } catch (LinuxException e) {
            throw ReflinkProvider.FAILURES.of("take", e);
        } finally {
            if (!kept) {
                leave();
            }
        }
    }

    private Taken taken(List<View> views, Instant begun) {
        return new Taken(views, begun, clock.instant(), List.of(snapshot));
    }

    /** Removing thousands of clones takes time, and the applications may still stand still: so only if nobody else will. */
    private void leave() {
        if (custody.leave()) {
            abandon();
            closeHandles();
        }
    }

    private void abandon() {
        try {
            Removal.of(snapshot);
        } catch (SnapshotException e) {
            return; // it is found again by its name: by close, or by owned
        }
    }

    @Override
    public void abort() {
        if (custody.giveUp()) {
            abandon();
        }
    }

    @Override
    public void close() throws SnapshotException {
        if (custody.giveUp()) {
            closeHandles();
            Removal.of(snapshot);
        }
    }

    private void closeHandles() {
        if (threads != null) {
            threads.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
