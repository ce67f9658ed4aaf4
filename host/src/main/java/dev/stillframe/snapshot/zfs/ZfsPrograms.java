// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import dev.stillframe.api.SourcePath;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.DeviceNumber;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.snapshot.Tool;
import dev.stillframe.snapshot.Unmounting;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs zfs(8) of OpenZFS, or of zfs-fuse where the kernel has no ZFS. The latter's is of 2011: it makes several snapshots at
 * one instant only of everything below a dataset ({@code -r}), and shows one only as a clone.
 */
final class ZfsPrograms implements Zfs {
    private static final Duration LISTING = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

    private final Path zfs;
    private final Path mount;
    private final Path device;
    private final Path socket;
    private final Clock clock;

    /**
     * @param device of the kernel's module
     * @param socket of zfs-fuse
     */
    ZfsPrograms(Path zfs, Path mount, Path device, Path socket, Clock clock) {
        this.zfs = zfs;
        this.mount = mount;
        this.device = device;
        this.socket = socket;
        this.clock = clock;
    }

    /** What is installed; calls fail where nothing is. */
    static ZfsPrograms installed(Clock clock) {
        Path zfs = List.of("/usr/sbin/zfs", "/sbin/zfs", "/usr/local/sbin/zfs").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/sbin/zfs"));
        return new ZfsPrograms(zfs, Path.of("/bin/mount"), Path.of("/dev/zfs"), Path.of("/run/zfs/zfs_socket"), clock);
    }

    @Override
    public boolean usable() {
        return Privileges.administersFilesystems() && Files.isExecutable(zfs);
    }

    private boolean inKernel() {
        return Files.exists(device);
    }

    @Override
    public boolean answers() {
        return inKernel() || served();
    }

    /** A process that was killed leaves its socket behind. */
    private boolean served() {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public MountTable mounts() throws IOException {
        return MountTable.read();
    }

    /** They are called {@code zd0}, with partitions {@code zd0p1}. */
    @Override
    public boolean isVolume(long number) {
        Path entry = Path.of("/sys/dev/block", DeviceNumber.major(number) + ":" + DeviceNumber.minor(number));
        try {
            return Files.readSymbolicLink(entry).getFileName().toString().startsWith("zd");
        } catch (IOException e) {
            return false; // no block device
        }
    }

    @Override
    public List<Dataset> datasets() throws IOException {
        return Listing.datasets(list(Listing.DATASETS));
    }

    @Override
    public List<String> snapshots() throws IOException {
        return Listing.snapshots(list(Listing.SNAPSHOTS));
    }

    private byte[] list(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(zfs.toString(), "list"));
        command.addAll(options);
        return Tool.output(command, ENVIRONMENT, LISTING);
    }

    @Override
    public List<String> reach(List<String> datasets) {
        return inKernel() || datasets.size() == 1 ? datasets : List.of(above(datasets));
    }

    /** The lowest dataset that all of them lie below, or are. */
    private static String above(List<String> datasets) {
        String above = datasets.get(0);
        for (String dataset : datasets) {
            while (!(dataset + "/").startsWith(above + "/")) {
                above = above.substring(0, above.lastIndexOf('/'));
            }
        }
        return above;
    }

    @Override
    public void rehearse(List<String> datasets) throws IOException {
        creation(datasets, "rehearsed");
        List<String> command = new ArrayList<>(List.of(zfs.toString(), "list", "-H", "-o", "name"));
        command.addAll(datasets);
        run(command);
    }

    @Override
    public void create(List<String> datasets, String name) throws IOException {
        run(creation(datasets, name));
    }

    private List<String> creation(List<String> datasets, String name) {
        List<String> command = new ArrayList<>(List.of(zfs.toString(), "snapshot"));
        if (!inKernel() && datasets.size() > 1) {
            command.add("-r");
        }
        for (String dataset : reach(datasets)) {
            command.add(dataset + "@" + name);
        }
        return command;
    }

    /**
     * By mount(8), as mount.zfs(8) says. Not in {@code .zfs/snapshot}: that is mounted by the kernel when it is looked at,
     * outside of this process's mount namespace, and unmounted when it is not looked at for a while.
     */
    @Override
    public void show(ZfsSnapshot snapshot, Path target, Duration limit) throws IOException {
        Files.createDirectories(target);
        if (inKernel()) {
            String options = "ro,nodev,nosuid,noexec";
            Tool.run(
                    List.of(mount.toString(), "-t", "zfs", "-o", options, snapshot.toString(), target.toString()),
                    ENVIRONMENT,
                    limit);
        } else {
            clone(snapshot, target);
        }
        if (!shows(snapshot, target)) {
            throw new IOException("mounting ended well, but " + target + " does not show " + snapshot);
        }
    }

    /** zfs-fuse mounts it at once, or not, whatever {@code canmount} says; never again with its pool. */
    private void clone(ZfsSnapshot snapshot, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(zfs.toString(), "clone"));
        for (String property : List.of("readonly=on", "devices=off", "setuid=off", "exec=off", "canmount=noauto")) {
            command.addAll(List.of("-o", property));
        }
        command.addAll(List.of("-o", "mountpoint=" + target, snapshot.toString(), snapshot.cloneName()));
        run(command);
        if (!shows(snapshot, target)) {
            run(List.of(zfs.toString(), "mount", snapshot.cloneName()));
        }
    }

    @Override
    public boolean shows(ZfsSnapshot snapshot, Path target) throws IOException {
        SourcePath point = SourcePath.of(target.toString());
        List<Mount> there = mounts().mounts().stream()
                .filter(one -> one.point().equals(point))
                .toList();
        return !there.isEmpty() && isOf(snapshot, there.get(there.size() - 1));
    }

    @Override
    public void hide(ZfsSnapshot snapshot) throws IOException {
        Unmounting.all(one -> isOf(snapshot, one), clock);
    }

    private static boolean isOf(ZfsSnapshot snapshot, Mount mount) {
        return Set.of(snapshot.toString(), snapshot.cloneName()).contains(mount.source());
    }

    /** What was unmounted a moment ago may still be busy: zfs-fuse learns of it a little later. */
    @Override
    public void destroy(String name) throws IOException {
        long begun = clock.nanoTime();
        while (true) {
            try {
                run(List.of(zfs.toString(), "destroy", name));
                return;
            } catch (IOException e) {
                boolean busy = String.valueOf(e.getMessage()).contains("busy");
                if (!busy
                        || clock.nanoTime() - begun > PATIENCE.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void run(List<String> command) throws IOException {
        Optional<String> failure = Tool.start(command, ENVIRONMENT).awaitUninterruptibly();
        if (failure.isPresent()) {
            throw new IOException("zfs " + command.get(1) + " " + failure.get());
        }
    }
}
