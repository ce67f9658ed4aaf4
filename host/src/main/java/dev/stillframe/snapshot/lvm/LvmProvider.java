// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Read-only snapshots of logical volumes, thick and thin, by lvcreate: each volume at one instant. Any thread.
 *
 * <p>LVM stops filesystem and volume for the moment by itself. Nobody may have frozen the filesystem before: lvcreate then
 * fails half-way, and leaves a thick volume that needs an operator. The set looks for that before it begins.
 */
public final class LvmProvider implements SnapshotProvider {
    public static final String ID = "lvm";

    static final String KIND = "lvm";
    static final Failures FAILURES = new Failures(ID);

    private final Lvm lvm;
    private final Path mounts;
    private final Clock clock;
    private final AtomicInteger opened = new AtomicInteger();

    /** @param mounts a folder for mount points, which may not be there yet; constant for an installation */
    public LvmProvider(Path mounts, Clock clock) {
        this(LvmPrograms.installed(), mounts, clock);
    }

    LvmProvider(Lvm lvm, Path mounts, Clock clock) {
        this.lvm = lvm;
        this.mounts = mounts;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        Map<LogicalVolume, List<Source>> together = new LinkedHashMap<>();
        Map<LogicalVolume, String> remarks = new LinkedHashMap<>();
        List<Offers.Refusal> refusals = new ArrayList<>();
        try {
            MountTable table = MountTable.read();
            for (Source source : sources) {
                Optional<Mount> mount = table.mountOf(source.files().root());
                if (mount.isPresent() && lvm.has(mount.get().device())) {
                    Suitability suitability = judge(source, mount.get(), table);
                    if (suitability instanceof Suitability.Suitable suitable) {
                        LogicalVolume origin = suitable.origin();
                        together.computeIfAbsent(origin, key -> new ArrayList<>())
                                .add(source);
                        remarks.put(
                                origin, suitable.remark(lvm.written(mount.get().device())));
                    } else if (suitability instanceof Suitability.Unsuitable unsuitable) {
                        refusals.add(new Offers.Refusal(source, unsuitable.reason(), unsuitable.hint()));
                    }
                }
            }
        } catch (IOException e) {
            throw FAILURES.of("offer", e);
        }
        List<Offers.Offer> offers = new ArrayList<>();
        together.forEach((origin, its) -> offers.add(
                new Offers.Offer(its, Grain.ATOMIC, Optional.empty(), List.of(String.valueOf(remarks.get(origin))))));
        return new Offers(offers, refusals);
    }

    /** Without programs and rights the volume can still be read in another way: that is no failure. */
    private Suitability judge(Source source, Mount mount, MountTable table) {
        if (!lvm.usable()) {
            return new Suitability.Unsuitable(
                    mount.point() + " lies on a logical volume, but its snapshots need lvm2 and CAP_SYS_ADMIN",
                    "install lvm2, and run as root, outside of containers");
        }
        try {
            return Suitability.of(source, mount, table, lvm.volumes());
        } catch (IOException e) {
            return new Suitability.Unsuitable(
                    mount.point() + " lies on a logical volume, but LVM cannot be asked: " + e.getMessage(),
                    "see what lvs says");
        }
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        return open(request, action -> {
            throw new IllegalStateException("a volume is stopped with a guard only");
        });
    }

    /** @throws SnapshotException if the sources are not those of one offer */
    @Override
    public SnapshotSet open(SnapshotRequest request, Guard guard) throws SnapshotException {
        Volume volume = request.sources().get(0).volume();
        boolean one =
                request.sources().stream().allMatch(source -> source.volume().deviceId() == volume.deviceId());
        if (!one) {
            throw FAILURES.of(
                    "several", "the sources are not on one logical volume", Retry.DOES_NOT_HELP, "plan again");
        }
        SnapshotName name =
                new SnapshotName(KIND, request.owner(), request.cycle(), request.deadline(), opened.getAndIncrement());
        return new LvmSnapshotSet(lvm, request.sources(), name, mounts, guard, clock);
    }

    /** Looks at the names of all logical volumes of the machine: what was left may be of one that is not mounted now. */
    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        try {
            return lvm.usable() && lvm.any() ? Names.owned(owner, lvm.volumes()) : List.of();
        } catch (IOException e) {
            throw FAILURES.of("owned", e);
        }
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        new Removal(lvm, mounts, clock).of(snapshot);
    }
}
