// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.LoopVolume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A storage array for tests: disks are files on btrfs, and a snapshot of a disk is a clone of its file, which a real
 * script makes. One disk, with a mounted XFS. Skips the test where that is not possible.
 */
final class VendorArray implements AutoCloseable {
    private static final String SCRIPT = """
            #!/bin/sh
            set -eu
            store=%s
            clone=$store/$STILLFRAME_SNAPSHOT.img
            echo "$1" >> $store/calls
            case $1 in
            create) cp --reflink=always $store/disk.img $clone ;;
            mount) mount -o ro,norecovery,nouuid,loop $clone "$STILLFRAME_TARGET" ;;
            release)
              if mountpoint -q "$STILLFRAME_TARGET"; then umount "$STILLFRAME_TARGET"; fi
              rm -f $clone
              ;;
            esac
            """;

    private final LoopVolume store = LoopVolume.btrfs();
    private final Path script;
    private final Path volume;

    VendorArray() throws Exception {
        script = program("array-snapshot", SCRIPT.formatted(store.root()));
        volume = store.root().resolveSibling("volume");
        Path disk = store.root().resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(320L << 20);
        }
        LoopVolume.run(List.of("mkfs.xfs", "-q", disk.toString()));
        String device = LoopVolume.run(List.of("losetup", "-f", "--show", disk.toString()))
                .strip();
        store.undoneBy(List.of("losetup", "-d", device), "true");
        store.undoneBy(List.of("rmdir", volume.toString()), "mkdir", volume.toString());
        store.undoneBy(List.of("umount", volume.toString()), "mount", "-t", "xfs", device, volume.toString());
    }

    /** The mounted volume. */
    Path volume() {
        return volume;
    }

    SourcePath point() {
        return SourcePath.of(volume.toString());
    }

    /** What the array keeps beside its disk. */
    List<String> clones() throws Exception {
        try (var files = Files.list(store.root())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".img") && !name.equals("disk.img"))
                    .toList();
        }
    }

    /** The calls of the script, in order. */
    List<String> calls() throws Exception {
        Path calls = store.root().resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The vendor's own command. */
    List<String> command(String verb) {
        return List.of(script.toString(), verb);
    }

    /** Another one, that does something first or instead. {@code $store} is the array's folder. */
    List<String> shell(String lines) throws Exception {
        Path program = program("own-" + System.nanoTime(), """
                #!/bin/sh
                set -eu
                store=%s
                clone=$store/${STILLFRAME_SNAPSHOT:-none}.img
                %s
                """.formatted(store.root(), lines));
        return List.of(program.toString());
    }

    CommandVolume commands(boolean freezes) {
        return commands(freezes, command("create"), command("mount"), command("release"));
    }

    CommandVolume commands(boolean freezes, List<String> create, List<String> mount, List<String> release) {
        return new CommandVolume("array", point(), create, mount, release, freezes, Duration.ofSeconds(20));
    }

    private Path program(String name, String text) throws Exception {
        Path program = Files.writeString(store.root().resolve(name), text);
        if (!program.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + program + " executable");
        }
        return program;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
