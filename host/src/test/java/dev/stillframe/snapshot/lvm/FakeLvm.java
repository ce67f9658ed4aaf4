// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Volumes in memory; snapshots are never active, so that nothing is mounted. */
final class FakeLvm implements Lvm {
    static final long EXTENT = 4L << 20;

    final List<LogicalVolume> volumes = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final long device;

    /** What happens in the middle of a creation. */
    Runnable whileCreating = () -> {};

    boolean createFails;
    boolean usable = true;

    /** @param device that is a logical volume */
    FakeLvm(long device) {
        this.device = device;
    }

    static LogicalVolume thick(String name, long size, long free, OptionalLong device) {
        return volume(name, "-wi-ao----", "", "", size, free, device);
    }

    static LogicalVolume volume(
            String name, String attributes, String origin, String pool, long size, long free, OptionalLong device) {
        return new LogicalVolume(
                "vg",
                name,
                attributes,
                origin,
                pool,
                size,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                device,
                free,
                EXTENT);
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public boolean has(long asked) {
        return asked == device;
    }

    @Override
    public boolean any() {
        return !volumes.isEmpty();
    }

    @Override
    public OptionalDouble written(long asked) {
        return OptionalDouble.of(1 << 20);
    }

    @Override
    public List<LogicalVolume> volumes() {
        return new ArrayList<>(volumes);
    }

    @Override
    public void rehearse(LogicalVolume origin, String name, OptionalLong room) {
        calls.add("rehearse " + origin);
    }

    @Override
    public void create(LogicalVolume origin, String name, OptionalLong room) throws IOException {
        calls.add("create " + room.orElse(-1));
        whileCreating.run();
        volumes.add(volume(name, "sri---s---", origin.name(), "", 1, 0, OptionalLong.empty()));
        if (createFails) {
            throw new IOException("lvcreate ended with exit code 5: Aborting. Manual intervention required.");
        }
    }

    @Override
    public void remove(LogicalVolume volume) {
        calls.add("remove " + volume);
        volumes.remove(volume);
    }

    @Override
    public List<String> resume(LogicalVolume volume) {
        return List.of("/sbin/dmsetup", "resume", volume.mapped());
    }
}
