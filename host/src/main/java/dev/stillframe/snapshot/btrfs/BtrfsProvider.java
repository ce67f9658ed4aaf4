// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.btrfs;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Failures;
import dev.stillframe.snapshot.OtherFilesystems;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Read-only snapshots of btrfs subvolumes, by ioctl: everything in a subvolume as of one instant. Any thread.
 *
 * <p>Everything that was written when taking began is in it. Of what is written meanwhile, without a hold, it has what
 * was synced, in order; the rest may be there or not, as after a loss of power.
 *
 * <p>They lie in {@code .stillframe-snapshots} at the root of the subvolume that they show. Never freeze a btrfs
 * filesystem with FIFREEZE around them: making a snapshot waits for the thaw.
 */
public final class BtrfsProvider implements SnapshotProvider {
    public static final String ID = "btrfs";

    static final String KIND = "sf";
    static final Failures FAILURES = new Failures(ID);

    private final Clock clock;
    private final AtomicInteger opened = new AtomicInteger();

    public BtrfsProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        MountTable table = mounts();
        Map<SourcePath, List<Source>> bySubvolume = new LinkedHashMap<>();
        List<Offers.Refusal> refusals = new ArrayList<>();
        for (Source source : sources) {
            if (source.volume().fileSystem().equals(ID)) {
                Suitability suitability = judge(source, table);
                if (suitability instanceof Suitability.Suitable suitable) {
                    bySubvolume
                            .computeIfAbsent(suitable.subvolume(), root -> new ArrayList<>())
                            .add(source);
                } else if (suitability instanceof Suitability.Unsuitable unsuitable) {
                    refusals.add(unsuitable.refusal());
                }
            }
        }
        List<Offers.Offer> offers = bySubvolume.values().stream()
                .map(together -> new Offers.Offer(together, Grain.ATOMIC, Optional.empty(), List.of()))
                .toList();
        return new Offers(offers, refusals);
    }

    private static Suitability judge(Source source, MountTable table) {
        try {
            return Suitability.of(source, table);
        } catch (IOException e) {
            SnapshotException failed = FAILURES.of("offer", e);
            return new Suitability.Unsuitable(
                    new Offers.Refusal(source, String.valueOf(failed.getMessage()), failed.hint()));
        }
    }

    /** @throws SnapshotException if the sources are not those of one offer, or no longer suitable */
    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        Offers offers = offer(request.sources());
        if (!offers.refusals().isEmpty()) {
            Offers.Refusal refusal = offers.refusals().get(0);
            throw FAILURES.of("refused", refusal.reason(), Retry.DOES_NOT_HELP, refusal.hint());
        }
        if (offers.offers().size() != 1
                || offers.offers().get(0).sources().size() != request.sources().size()) {
            String roots = OtherFilesystems.named(request.sources().stream()
                    .map(source -> source.files().root())
                    .toList());
            throw FAILURES.of("several", roots + ": not in one btrfs subvolume", Retry.DOES_NOT_HELP, "plan again");
        }
        try {
            SourcePath root = BtrfsSubvolume.rootOf(
                            request.sources().get(0).files().root())
                    .orElseThrow(() -> new LinuxException(Errno.ENOENT, "statx", "root of the subvolume"));
            SnapshotName name = new SnapshotName(
                    KIND, request.owner(), request.cycle(), request.deadline(), opened.getAndIncrement());
            return new BtrfsSnapshotSet(root, request.sources(), name, clock);
        } catch (LinuxException e) {
            throw FAILURES.of("open", e);
        }
    }

    /** Looks into every subvolume below the volumes' mount points, wherever a cycle may have made snapshots. */
    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        Set<OwnedSnapshot> found = new LinkedHashSet<>();
        for (Volume volume : volumes) {
            if (volume.fileSystem().equals(ID)) {
                try {
                    Optional<SourcePath> top = BtrfsSubvolume.rootOf(volume.mountPoint());
                    if (top.isPresent()) {
                        collect(top.get(), owner, found);
                    }
                } catch (LinuxException e) {
                    if (e.vanished()) {
                        continue; // unmounted meanwhile
                    }
                    throw FAILURES.of("owned", e);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void collect(SourcePath subvolume, String owner, Set<OwnedSnapshot> found) throws LinuxException {
        SourcePath own = SnapshotFolder.in(subvolume);
        for (SourcePath path : BtrfsSubvolume.visibleBelow(subvolume)) {
            if (!path.startsWith(own)) {
                collect(path, owner, found);
            } else {
                SnapshotName.parse(path.name())
                        .filter(name -> name.kind().equals(KIND) && name.owner().equals(owner))
                        .map(name -> new OwnedSnapshot(ID, path, name.owner(), name.cycle(), name.deadline()))
                        .ifPresent(found::add);
            }
        }
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        Removal.of(snapshot);
    }

    private static MountTable mounts() throws SnapshotException {
        try {
            return MountTable.read();
        } catch (IOException e) {
            throw FAILURES.of("mounts", e);
        }
    }
}
