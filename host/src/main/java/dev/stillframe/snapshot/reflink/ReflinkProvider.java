// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

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
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Failures;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clones of single files on XFS and btrfs, which share their blocks with the originals: each file at an instant of its
 * own, so the files agree with each other only if the application holds still until the last one. Any thread.
 *
 * <p>The clones lie in {@code .stillframe-snapshots} at the mount point. Never freeze the filesystem with FIFREEZE around
 * them: cloning waits for the thaw.
 */
public final class ReflinkProvider implements SnapshotProvider {
    public static final String ID = "reflink";

    static final String KIND = "cl";
    static final Failures FAILURES = new Failures(ID);

    private static final Set<String> FILE_SYSTEMS = Set.of("xfs", "btrfs");

    private final Clock clock;
    private final AtomicInteger opened = new AtomicInteger();

    public ReflinkProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    /** Walks all the files: the time that cloning takes depends on how scattered each one is. */
    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        MountTable table = mounts();
        List<Offers.Offer> offers = new ArrayList<>();
        List<Offers.Refusal> refusals = new ArrayList<>();
        for (Source source : sources) {
            if (FILE_SYSTEMS.contains(source.volume().fileSystem())) {
                try {
                    Optional<Offers.Refusal> refusal = Suitability.refusal(source, table);
                    refusal.ifPresent(refusals::add);
                    if (refusal.isEmpty()) {
                        offers.add(offer(source));
                    }
                } catch (LinuxException e) {
                    SnapshotException failed = FAILURES.of("offer", e);
                    refusals.add(new Offers.Refusal(source, String.valueOf(failed.getMessage()), failed.hint()));
                }
            }
        }
        return new Offers(offers, refusals);
    }

    private static Offers.Offer offer(Source source) throws LinuxException, SnapshotException {
        Forecast forecast = Forecast.of(source.files());
        String remark = "clones " + forecast.entries() + " entries with " + forecast.extents() + " extents";
        return new Offers.Offer(List.of(source), Grain.PER_FILE, Optional.of(forecast.duration()), List.of(remark));
    }

    /** @throws SnapshotException if the sources are not all on one mount, or no longer suitable */
    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        MountTable table = mounts();
        Set<SourcePath> points = new LinkedHashSet<>();
        try {
            for (Source source : request.sources()) {
                Optional<Offers.Refusal> refusal = Suitability.refusal(source, table);
                if (refusal.isPresent()) {
                    throw FAILURES.of(
                            "refused",
                            refusal.get().reason(),
                            Retry.DOES_NOT_HELP,
                            refusal.get().hint());
                }
                table.mountOf(source.files().root()).map(Mount::point).ifPresent(points::add);
            }
        } catch (LinuxException e) {
            throw FAILURES.of("open", e);
        }
        if (points.size() != 1) {
            throw FAILURES.of("several", points + ": not one filesystem", Retry.DOES_NOT_HELP, "plan again");
        }
        SnapshotName name =
                new SnapshotName(KIND, request.owner(), request.cycle(), request.deadline(), opened.getAndIncrement());
        return new ReflinkSnapshotSet(points.iterator().next(), request.sources(), name, clock);
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        Set<OwnedSnapshot> found = new LinkedHashSet<>();
        for (Volume volume : volumes) {
            if (FILE_SYSTEMS.contains(volume.fileSystem())) {
                SourcePath folder = SnapshotFolder.in(volume.mountPoint());
                for (byte[] entry : list(volume.mountPoint())) {
                    SnapshotName.parse(entry)
                            .filter(name ->
                                    name.kind().equals(KIND) && name.owner().equals(owner))
                            .map(name -> new OwnedSnapshot(
                                    ID, folder.child(entry), name.owner(), name.cycle(), name.deadline()))
                            .ifPresent(found::add);
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<byte[]> list(SourcePath top) throws SnapshotException {
        try {
            return SnapshotFolder.list(top);
        } catch (LinuxException e) {
            throw FAILURES.of("owned", e);
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
