// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A real filesystem in an image file on a loop device, mounted in a folder of its own. Only root can make one. {@link
 * #close} undoes everything in reverse, also after a failure.
 */
public final class LoopVolume implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private final Path folder;
    private final Deque<List<String>> undo = new ArrayDeque<>();

    private LoopVolume(Path folder) {
        this.folder = folder;
    }

    /** Why this process cannot make one of this type; empty if it can. */
    public static String obstacle(String type) throws IOException {
        if (ServerAccount.current() != ServerAccount.NOBODY) {
            return "not root: cannot mount " + type + " on a loop device";
        }
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            return "there are no loop devices here";
        }
        return program("mkfs." + type).isEmpty() ? "mkfs." + type + " is not installed" : "";
    }

    /**
     * Makes and mounts one.
     *
     * @param type {@code btrfs} or {@code xfs}
     * @param size in bytes, sparse
     */
    public static LoopVolume make(String type, long size) throws IOException {
        LoopVolume volume = new LoopVolume(Files.createTempDirectory("stillframe-" + type + "-"));
        try {
            volume.mount(type, size);
            return volume;
        } catch (IOException e) {
            volume.close();
            throw e;
        }
    }

    private void mount(String type, long size) throws IOException {
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        undo.push(List.of("rmdir", folder.toString()));
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        undo.push(List.of("rm", "-f", image.toString()));
        run(List.of("mkfs." + type, "-q", image.toString()));
        String device =
                run(List.of("losetup", "-f", "--show", image.toString())).strip();
        undo.push(List.of("losetup", "-d", device));
        Files.createDirectory(root());
        undo.push(List.of("rmdir", root().toString()));
        run(List.of("mount", "-t", type, device, root().toString()));
        undo.push(List.of("umount", root().toString()));
    }

    /** Where it is mounted. */
    public Path root() {
        return folder.resolve("volume");
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!undo.isEmpty()) {
            List<String> step = undo.pop();
            try {
                run(step);
            } catch (IOException e) {
                first = first == null ? e : first;
                if (step.get(0).equals("umount")) { // somebody left a file open: say so, but leave no mount behind
                    run(List.of("umount", "-l", step.get(1)));
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static String run(List<String> command) throws IOException {
        List<String> resolved = new java.util.ArrayList<>(command);
        resolved.set(0, program(command.get(0)));
        return Command.output(resolved);
    }

    /** Where a program lies, which for another user's PATH may be unusual; empty if it is not there. */
    private static String program(String name) {
        return PROGRAMS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }
}
