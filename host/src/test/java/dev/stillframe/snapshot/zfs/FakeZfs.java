// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Datasets in memory, with faults; nothing is mounted. */
final class FakeZfs implements Zfs {
    final List<Dataset> datasets = new CopyOnWriteArrayList<>();
    final List<String> snapshots = new CopyOnWriteArrayList<>();
    final List<ZfsSnapshot> shown = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** What happens in the middle of a creation. */
    Runnable whileCreating = () -> {};

    boolean createFails;
    boolean listFails;
    boolean usable = true;
    boolean answers = true;
    boolean volume;

    /** The dataset that every real filesystem plays. */
    String played = "tank/srv";

    void has(String dataset, String mountPoint) {
        datasets.add(new Dataset(dataset, true, Optional.empty(), mountPoint));
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public boolean answers() {
        return answers;
    }

    /** What is there, all of it called as {@link #played} says. */
    @Override
    public MountTable mounts() throws IOException {
        return new MountTable(MountTable.read().mounts().stream()
                .map(one -> new Mount(one.id(), one.device(), one.root(), one.point(), one.readOnly(), "zfs", played))
                .toList());
    }

    @Override
    public boolean isVolume(long device) {
        return volume;
    }

    @Override
    public List<Dataset> datasets() throws IOException {
        if (listFails) {
            throw new IOException("zfs list ended with exit code 1: run it by hand to see why");
        }
        return new ArrayList<>(datasets);
    }

    @Override
    public List<String> snapshots() {
        return new ArrayList<>(snapshots);
    }

    @Override
    public List<String> reach(List<String> names) {
        return names;
    }

    @Override
    public void rehearse(List<String> names) {
        calls.add("rehearse " + names);
    }

    @Override
    public void create(List<String> names, String name) throws IOException {
        calls.add("create " + names);
        whileCreating.run();
        names.forEach(dataset -> snapshots.add(dataset + "@" + name));
        if (createFails) {
            throw new IOException("zfs snapshot ended with exit code 1: cannot create snapshots: out of space");
        }
    }

    @Override
    public void show(ZfsSnapshot snapshot, Path target, Duration limit) {
        shown.add(snapshot);
    }

    @Override
    public boolean shows(ZfsSnapshot snapshot, Path target) {
        return shown.contains(snapshot);
    }

    @Override
    public void hide(ZfsSnapshot snapshot) {
        shown.remove(snapshot);
    }

    @Override
    public void destroy(String name) throws IOException {
        calls.add("destroy " + name);
        if (datasets.stream().anyMatch(one -> one.origin().equals(Optional.of(name)))) {
            throw new IOException("zfs destroy ended with exit code 1: snapshot has dependent clones");
        }
        snapshots.remove(name);
        datasets.removeIf(one -> one.name().equals(name));
    }
}
