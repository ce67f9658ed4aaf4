// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.snapshot.Custody;
import dev.stillframe.snapshot.DirtyData;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.Tool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A set of one snapshot that commands make. */
final class CommandSnapshotSet implements SnapshotSet {
    private final CommandSnapshot snapshot;
    private final SourcePath point;
    private final Guard guard;
    private final Clock clock;
    private final Custody custody = new Custody();

    private boolean marked;
    private volatile boolean created;
    private volatile boolean freezing;
    private volatile @Nullable Tool running;

    CommandSnapshotSet(CommandSnapshot snapshot, Guard guard, Clock clock) {
        this.snapshot = snapshot;
        this.point = snapshot.volume().mountPoint();
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        try (DirectoryHandle folder = SnapshotFolder.open(point)) {
            marked = true; // whatever comes of it: a mark that is not there is removed as well
            Mark.set(folder, snapshot.name());
            if (snapshot.commands().freezes()) {
                guard.arm(way());
            }
            rehearse(deadline);
            DirtyData.writeOut(folder, clock, deadline);
        } catch (IOException e) {
            throw CommandProvider.FAILURES.of("prepare", e);
        } catch (WriterException e) {
            throw new SnapshotException(e.code(), point + ": " + e.getMessage(), e.retry(), e.hint(), e);
        }
    }

    /** The way back from a freeze. */
    private ThawAction way() {
        return new ThawAction.ThawFilesystem(point, snapshot.volume().deviceId());
    }

    /** Loads what taking needs: a process is started, and a filesystem that nobody can freeze is thawed. */
    private void rehearse(Deadline deadline) throws IOException {
        FilesystemFreeze.thaw(SourcePath.of("/proc"));
        try {
            Tool.start(List.of("/bin/true"), Map.of()).await(deadline.remaining());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        taken(clock.instant(), clock.instant());
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        if (!marked) {
            throw new IllegalStateException("not prepared");
        }
        if (!custody.begin()) {
            throw CommandProvider.FAILURES.aborted(point);
        }
        Instant begun = clock.instant();
        try {
            create(deadline);
        } catch (SnapshotException e) {
            if (custody.leave()) {
                remove();
            }
            throw e;
        }
        Instant ended = clock.instant();
        if (!custody.taken()) {
            custody.leave();
            remove();
            throw CommandProvider.FAILURES.aborted(point);
        }
        return taken(begun, ended);
    }

    private void create(Deadline deadline) throws SnapshotException {
        try {
            freeze();
            if (custody.givenUp()) {
                throw CommandProvider.FAILURES.aborted(point);
            }
            created = true; // from here on, whatever the command does
            Tool tool = snapshot.startCreate();
            running = tool;
            if (custody.givenUp()) {
                tool.kill();
            }
            Optional<String> failure = tool.await(deadline.remaining());
            if (failure.isPresent()) {
                throw snapshot.failed("create", failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandProvider.FAILURES.aborted(point);
        } finally {
            running = null;
            thaw();
        }
    }

    private void freeze() throws SnapshotException {
        if (!snapshot.commands().freezes()) {
            return;
        }
        freezing = true;
        try {
            if (!FilesystemFreeze.freeze(point)) {
                freezing = false; // it is not ours to thaw, nor the guard's
                guard.withdraw(way());
                throw CommandProvider.FAILURES.of(
                        "frozen",
                        "the filesystem at " + point + " is frozen by somebody else",
                        Retry.HELPS,
                        "see who froze it, or thaw it with fsfreeze -u");
            }
            freezing = true; // an abort may have thawed in vain while the freeze still waited for writes
        } catch (LinuxException e) {
            throw CommandProvider.FAILURES.of("freeze", e);
        }
    }

    private void thaw() throws SnapshotException {
        if (freezing) {
            try {
                FilesystemFreeze.thaw(point);
            } catch (LinuxException e) {
                throw CommandProvider.FAILURES.of("thaw", e);
            }
            freezing = false;
        }
    }

    private Taken taken(Instant begun, Instant ended) {
        return new Taken(
                List.of(new View.Mirror(point, snapshot.root())),
                begun,
                ended,
                List.of(Mark.owned(point, snapshot.name())));
    }

    @Override
    public void show(Deadline deadline) throws SnapshotException {
        Duration limit = snapshot.commands().limit();
        Duration left = deadline.remaining();
        snapshot.mount(left.compareTo(limit) < 0 ? left : limit);
    }

    /** Thaws first: whatever create does, nobody waits for it. */
    @Override
    public void abort() {
        boolean ours = custody.giveUp();
        try {
            thaw();
            Tool tool = running;
            if (tool != null) {
                tool.kill();
            }
            if (ours) {
                remove();
            }
        } catch (SnapshotException e) {
            return; // it is found again by its mark: by close, or by owned
        }
    }

    @Override
    public void close() throws SnapshotException {
        if (custody.giveUp()) {
            remove();
        }
    }

    private void remove() throws SnapshotException {
        if (created) {
            snapshot.release();
        } else if (marked) {
            snapshot.forget();
        }
    }
}
