// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One snapshot of one logical volume. */
final class LvmSnapshotSet implements SnapshotSet {
    private static final Duration RESUME = Duration.ofSeconds(10);

    private final Lvm lvm;
    private final Source source;
    private final SnapshotName name;
    private final Path target;
    private final Guard guard;
    private final Clock clock;
    private final Removal removal;
    private final Custody custody = new Custody();

    private Suitability.@Nullable Suitable prepared;
    private @Nullable FrozenProbe probe;
    private volatile boolean created;
    private volatile @Nullable SpaceWatch watch;

    /** @param mounts the folder for mount points */
    LvmSnapshotSet(Lvm lvm, List<Source> sources, SnapshotName name, Path mounts, Guard guard, Clock clock) {
        this.lvm = lvm;
        this.source = sources.get(0);
        this.name = name;
        this.target = mounts.resolve(name.toString());
        this.guard = guard;
        this.clock = clock;
        this.removal = new Removal(lvm, mounts, clock);
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        SourcePath point = source.volume().mountPoint();
        try (DirectoryHandle top = DirectoryHandle.open(point)) {
            Suitability.Suitable suitable = judge();
            prepared = suitable;
            guard.arm(new ThawAction.Run(lvm.resume(suitable.origin()), RESUME));
            probe = FrozenProbe.armed(source.volume(), guard);
            lvm.rehearse(suitable.origin(), name.toString(), room(suitable));
            taken(suitable, clock.instant(), clock.instant());
            DirtyData.writeOut(top, clock, deadline);
        } catch (IOException e) {
            throw LvmProvider.FAILURES.of("prepare", e);
        } catch (WriterException e) {
            throw new SnapshotException(e.code(), point + ": " + e.getMessage(), e.retry(), e.hint(), e);
        }
    }

    /** Once more: volumes grow, and room is used up. */
    private Suitability.Suitable judge() throws IOException, SnapshotException {
        SourcePath root = source.files().root();
        Mount mount = MountTable.read()
                .mountOf(root)
                .filter(found -> found.device() == source.volume().deviceId())
                .orElseThrow(() -> LvmProvider.FAILURES.of(
                        "moved", root + " is not where it was when this was planned", Retry.HELPS, "plan again"));
        Suitability suitability = Suitability.of(mount, lvm.volumes());
        if (suitability instanceof Suitability.Unsuitable unsuitable) {
            throw LvmProvider.FAILURES.of("refused", unsuitable.reason(), Retry.UNKNOWN, unsuitable.hint());
        }
        return (Suitability.Suitable) suitability;
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        Suitability.Suitable suitable = prepared;
        FrozenProbe frozen = probe;
        if (suitable == null || frozen == null) {
            throw new IllegalStateException("not prepared");
        }
        if (!custody.begin()) {
            throw LvmProvider.FAILURES.aborted(suitable.origin());
        }
        Instant begun = clock.instant();
        try {
            frozen.refuseFrozen();
            created = true; // from here on, whatever lvcreate does
            lvm.create(suitable.origin(), name.toString(), room(suitable));
        } catch (IOException e) {
            removeIfLeft();
            throw LvmProvider.FAILURES.of("take", e);
        } catch (SnapshotException e) {
            removeIfLeft();
            throw e;
        }
        Instant ended = clock.instant();
        if (!custody.taken()) {
            custody.leave();
            remove();
            throw LvmProvider.FAILURES.aborted(suitable.origin());
        }
        return taken(suitable, begun, ended);
    }

    private static OptionalLong room(Suitability.Suitable suitable) {
        return suitable.room().map(room -> OptionalLong.of(room.bytes())).orElseGet(OptionalLong::empty);
    }

    /** The mount may show a folder of the filesystem only; the snapshot shows all of it. */
    private Taken taken(Suitability.Suitable suitable, Instant begun, Instant ended) {
        SourcePath at = suitable.mount().root().below(SourcePath.of(target.toString()));
        return new Taken(
                List.of(new View.Mirror(suitable.mount().point(), at)), begun, ended, List.of(owned(suitable)));
    }

    private OwnedSnapshot owned(Suitability.Suitable suitable) {
        return Names.owned(suitable.origin().group(), name);
    }

    @Override
    public void show(Deadline deadline) throws SnapshotException {
        Suitability.Suitable suitable = prepared;
        if (suitable == null) {
            throw new IllegalStateException("not prepared");
        }
        try {
            String path = suitable.origin().group() + "/" + name;
            LogicalVolume snapshot = lvm.volumes().stream()
                    .filter(volume -> volume.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new IOException("lvcreate ended well, but there is no " + path));
            SnapshotMount.mount(snapshot, suitable.mount().fileSystem(), target, deadline.remaining());
            SpaceWatch started = new SpaceWatch(lvm, suitable.origin(), name.toString());
            watch = started;
            started.start();
        } catch (IOException e) {
            throw LvmProvider.FAILURES.of("mount", e);
        }
    }

    @Override
    public void confirm(Deadline deadline) throws SnapshotException {
        SpaceWatch running = watch;
        if (running == null) {
            throw new IllegalStateException("not shown");
        }
        try {
            Optional<SpaceWatch.State> state = running.state(lvm.volumes());
            if (state.isEmpty() || state.get().lost()) {
                throw LvmProvider.FAILURES.of(
                        "lost",
                        state.map(SpaceWatch.State::what).orElse("the snapshot " + name + " is not there any more"),
                        Retry.UNKNOWN,
                        "give its volume group more room (vgextend), or back up when less is written");
            }
        } catch (IOException e) {
            throw LvmProvider.FAILURES.of("confirm", e);
        }
    }

    private void removeIfLeft() {
        if (custody.leave()) {
            try {
                remove();
            } catch (SnapshotException e) {
                return; // it is found again by its name: by close, or by owned
            }
        }
    }

    @Override
    public void abort() {
        if (custody.giveUp()) {
            try {
                remove();
            } catch (SnapshotException e) {
                return; // it is found again by its name: by close, or by owned
            }
        }
    }

    @Override
    public void close() throws SnapshotException {
        if (custody.giveUp()) {
            remove();
        }
    }

    private void remove() throws SnapshotException {
        SpaceWatch running = watch;
        if (running != null) {
            running.close();
        }
        Suitability.Suitable suitable = prepared;
        if (created && suitable != null) {
            removal.of(owned(suitable));
        }
    }
}
