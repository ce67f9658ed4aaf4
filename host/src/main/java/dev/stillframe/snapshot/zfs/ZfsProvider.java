// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.Grain;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Failures;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Snapshots of ZFS filesystems by zfs(8): those of one pool at one instant. Any thread.
 *
 * <p>Nothing is held still meanwhile: every write that returned before is in the snapshot, and so is what was written
 * through a mapping and could be written out before. Datasets below another are filesystems of their own, and are taken if
 * a path names them.
 */
public final class ZfsProvider implements SnapshotProvider {
    public static final String ID = "zfs";

    static final String KIND = "zfs";
    static final Failures FAILURES = new Failures(ID);

    private final Zfs zfs;
    private final Path mounts;
    private final Clock clock;
    private final AtomicInteger opened = new AtomicInteger();

    /** @param mounts a folder for mount points, which may not be there yet; constant for an installation */
    public ZfsProvider(Path mounts, Clock clock) {
        this(ZfsPrograms.installed(clock), mounts, clock);
    }

    ZfsProvider(Zfs zfs, Path mounts, Clock clock) {
        this.zfs = zfs;
        this.mounts = mounts;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        Map<String, List<Source>> byPool = new LinkedHashMap<>();
        Map<String, Set<String>> datasets = new LinkedHashMap<>();
        List<Offers.Refusal> refusals = new ArrayList<>();
        try {
            MountTable table = zfs.mounts();
            for (Source source : sources) {
                Optional<Mount> mount = table.mountOf(source.files().root());
                if (mount.isEmpty()) {
                    continue;
                }
                Suitability suitability = Suitability.of(source, mount.get(), table, zfs);
                if (suitability instanceof Suitability.Suitable suitable) {
                    String pool = Dataset.pool(suitable.dataset());
                    byPool.computeIfAbsent(pool, key -> new ArrayList<>()).add(source);
                    datasets.computeIfAbsent(pool, key -> new LinkedHashSet<>()).add(suitable.dataset());
                } else if (suitability instanceof Suitability.Unsuitable unsuitable) {
                    refusals.add(new Offers.Refusal(source, unsuitable.reason(), unsuitable.hint()));
                }
            }
        } catch (IOException e) {
            throw FAILURES.of("offer", e);
        }
        List<Offers.Offer> offers = new ArrayList<>();
        byPool.forEach((pool, its) -> offers.add(
                new Offers.Offer(its, Grain.ATOMIC, Optional.empty(), remarks(datasets.getOrDefault(pool, Set.of())))));
        return new Offers(offers, refusals);
    }

    private List<String> remarks(Set<String> datasets) {
        List<String> wanted = List.copyOf(datasets);
        List<String> reach = zfs.reach(wanted);
        return List.of("zfs makes a snapshot of " + String.join(", ", wanted) + " while applications are held"
                + (reach.equals(wanted)
                        ? ""
                        : "; to have one instant it takes everything below " + String.join(", ", reach)));
    }

    /** The set looks at its sources when it is prepared, and not yet: that asks ZFS, which may take its time. */
    @Override
    public SnapshotSet open(SnapshotRequest request) {
        SnapshotName name =
                new SnapshotName(KIND, request.owner(), request.cycle(), request.deadline(), opened.getAndIncrement());
        return new ZfsSnapshotSet(zfs, request.sources(), name, mounts, clock);
    }

    /** Looks at the names of all snapshots of all pools: what was left may be of a filesystem that is not mounted now. */
    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        if (!zfs.usable() || !zfs.answers()) {
            return List.of();
        }
        try {
            return zfs.snapshots().stream()
                    .flatMap(name -> ZfsSnapshot.parse(name).stream())
                    .filter(snapshot -> snapshot.name().owner().equals(owner))
                    .map(ZfsSnapshot::owned)
                    .toList();
        } catch (IOException e) {
            throw FAILURES.of("owned", e);
        }
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        new Removal(zfs, mounts).of(ZfsSnapshot.of(snapshot));
    }
}
