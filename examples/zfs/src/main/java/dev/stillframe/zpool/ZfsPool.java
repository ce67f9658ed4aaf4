// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.zpool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A ZFS pool in a file in memory, mounted in a folder of its own: of the kernel's ZFS if there is one, otherwise of a
 * zfs-fuse that is started for it and ended with it. Only root can make one. {@link #close} undoes everything.
 */
public final class ZfsPool implements AutoCloseable {
    private static final Path MODULE = Path.of("/dev/zfs");

    private final String name = "sf-test" + ProcessHandle.current().pid();
    private final Path folder;
    private final Optional<Daemon> daemon;

    private ZfsPool(Path folder, Optional<Daemon> daemon) {
        this.folder = folder;
        this.daemon = daemon;
    }

    /** Why this process cannot make one; empty if it can. */
    public static String obstacle() {
        if (!System.getProperty("user.name").equals("root")) {
            return "skipped: needs root";
        }
        if (!Files.isExecutable(Path.of("/sbin/zfs"))) {
            return "skipped: neither zfsutils-linux nor zfs-fuse is installed";
        }
        if (Files.exists(MODULE)) {
            return "";
        }
        if (!Daemon.installed()) {
            return "skipped: the kernel has no ZFS, and zfs-fuse is not installed";
        }
        return Files.exists(Path.of("/dev/fuse")) ? "" : "skipped: neither the kernel's ZFS nor /dev/fuse is here";
    }

    /** Makes one. Waits while another process has the machine's only zfs-fuse. */
    public static ZfsPool make(int mebibytes) throws IOException {
        Path folder = Files.createTempDirectory("stillframe-zfs-").toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Optional<Daemon> daemon = inKernel() ? Optional.empty() : Optional.of(Daemon.start());
        ZfsPool pool = new ZfsPool(folder, daemon);
        try {
            try (RandomAccessFile image = new RandomAccessFile(pool.image().toFile(), "rw")) {
                image.setLength((long) mebibytes << 20);
            }
            String root = pool.root().toString();
            pool.run(
                    "zpool",
                    "create",
                    "-o",
                    "cachefile=none",
                    "-m",
                    root,
                    pool.name,
                    pool.image().toString());
            return pool;
        } catch (IOException e) {
            pool.close();
            throw e;
        }
    }

    /** Whether it is the kernel's, and not that of zfs-fuse. */
    public static boolean inKernel() {
        return Files.exists(MODULE);
    }

    private Path image() {
        return Path.of("/dev/shm", name + ".zpool");
    }

    public String name() {
        return name;
    }

    /** Where its root dataset is mounted. */
    public Path root() {
        return folder.resolve("pool");
    }

    /** Makes a dataset of the pool, mounted in {@link #root}. */
    public Path dataset(String path) throws IOException {
        run("zfs", "create", name + "/" + path);
        return root().resolve(path);
    }

    /** Names of all its snapshots and of its filesystems, the mounted and the others. */
    public List<String> everything() throws IOException {
        return run("zfs", "list", "-H", "-r", "-t", "filesystem,snapshot,volume", "-o", "name", name)
                .lines()
                .toList();
    }

    /** What a command printed. */
    public String run(String... command) throws IOException {
        command[0] = "/sbin/" + command[0];
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + " was given up", e);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try {
            unmountAll();
            if (daemon.isEmpty()) {
                run("zpool", "destroy", "-f", name);
            } // that of a zfs-fuse goes with it: no file says that there is one
        } finally {
            if (daemon.isPresent()) {
                daemon.get().close();
            }
            unmountAll();
            Files.deleteIfExists(image());
            Files.deleteIfExists(root());
            Files.deleteIfExists(folder);
        }
    }

    /** What a crash left mounted, and what a test left: those of the pool alone, the deepest first. */
    private void unmountAll() throws IOException {
        List<String> points = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> isOurs(fields[fields.length - 2]))
                .map(fields -> fields[4])
                .toList();
        for (int i = points.size() - 1; i >= 0; i--) {
            Process unmounted = new ProcessBuilder("/bin/umount", "-l", points.get(i)).start();
            unmounted.onExit().join();
        }
    }

    private boolean isOurs(String source) {
        return source.equals(name) || source.startsWith(name + "/") || source.startsWith(name + "@");
    }
}
