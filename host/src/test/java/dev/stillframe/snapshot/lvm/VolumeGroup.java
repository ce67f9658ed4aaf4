// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.platform.linux.MountTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A volume group on a loop device, with a name that nobody else uses, and what is mounted of it. */
final class VolumeGroup implements AutoCloseable {
    final String name = "sf-test" + ProcessHandle.current().pid();
    private final Path folder;
    private final Path image;
    private final String loop;
    private final List<Path> mounted = new ArrayList<>();

    /** @param folder for mount points; the image lies in memory */
    VolumeGroup(Path folder, int mebibytes) throws IOException {
        this.folder = folder;
        image = Files.createTempFile(Path.of("/dev/shm"), "stillframe-lvm-", ".image");
        run("truncate", "-s", mebibytes + "M", image.toString());
        loop = run("losetup", "-f", "--show", image.toString()).strip();
        run("pvcreate", "-qq", loop);
        run("vgcreate", "-qq", name, loop);
    }

    /** A thick volume with a filesystem, mounted. */
    Path thick(String volume, String fileSystem, int mebibytes) throws IOException {
        run("lvcreate", "-qq", "-y", "-L", mebibytes + "M", "-n", volume, name);
        return mount(volume, fileSystem);
    }

    /** A thin volume with a filesystem, mounted, in a pool of its own. */
    Path thin(String volume, String fileSystem, int mebibytes) throws IOException {
        String size = mebibytes + "M";
        run("lvcreate", "-qq", "-y", "-T", "-L", size, "-V", size, "-n", volume, name + "/" + volume + "pool");
        return mount(volume, fileSystem);
    }

    /** Leaves so much free and takes the rest. */
    void fill(int mebibytes) throws IOException {
        long free = Long.parseLong(run("vgs", "--noheadings", "--units", "m", "--nosuffix", "-o", "vg_free", name)
                .strip()
                .replaceAll("\\..*", ""));
        run("lvcreate", "-qq", "-y", "-L", (free - mebibytes) + "M", "-n", "filler", name);
    }

    void unfill() throws IOException {
        run("lvremove", "-qq", "-y", name + "/filler");
    }

    private Path mount(String volume, String fileSystem) throws IOException {
        String device = "/dev/" + name + "/" + volume;
        run("mkfs." + fileSystem, fileSystem.equals("xfs") ? "-f" : "-F", "-q", device);
        Path point = Files.createDirectory(folder.resolve(volume));
        run("mount", device, point.toString());
        mounted.add(point);
        return point;
    }

    Path bind(Path from, String at) throws IOException {
        Path point = Files.createDirectory(folder.resolve(at));
        run("mount", "--bind", from.toString(), point.toString());
        mounted.add(point);
        return point;
    }

    static Source source(Path root) throws IOException {
        SourcePath path = SourcePath.of(root.toString());
        return new Source(MountTable.read().volumeOf(path).orElseThrow(), FileSet.all(path));
    }

    /** Names of all logical volumes. */
    List<String> volumes() throws IOException {
        return run("lvs", "--noheadings", "-o", "lv_name", name)
                .strip()
                .lines()
                .map(String::strip)
                .toList();
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
        for (int i = mounted.size() - 1; i >= 0; i--) {
            run("umount", mounted.get(i).toString());
        }
        run("vgremove", "-qq", "-f", "-y", name);
        run("losetup", "-d", loop);
        Files.delete(image);
    }
}
