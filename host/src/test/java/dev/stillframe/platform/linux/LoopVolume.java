// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real filesystem in an image file on a loop device, mounted in a temporary folder. Skips the test, with the reason,
 * where that is not possible. Everything is undone in reverse order by {@link #close}, also after a failure.
 */
public final class LoopVolume implements AutoCloseable {
    private final Path folder;
    private final String type;
    private final Deque<List<String>> undo = new ArrayDeque<>();

    private LoopVolume(Path folder, String type) {
        this.folder = folder;
        this.type = type;
    }

    public static LoopVolume btrfs(String... options) throws IOException, InterruptedException {
        return make("btrfs", 1L << 30, options);
    }

    public static LoopVolume xfs(String... options) throws IOException, InterruptedException {
        return make("xfs", 1L << 30, options);
    }

    /** @param options of mkfs */
    public static LoopVolume make(String type, long size, String... options) throws IOException, InterruptedException {
        assumeTrue(Privileges.administersFilesystems(), "not root: cannot mount " + type + " on a loop device");
        assumeTrue(installed("mkfs." + type), "mkfs." + type + " is not installed");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "no loop devices here");
        LoopVolume volume = new LoopVolume(Files.createTempDirectory("stillframe-" + type + "-"), type);
        try {
            volume.mount(size, options);
        } catch (IOException | InterruptedException | RuntimeException e) {
            volume.close();
            throw e;
        }
        return volume;
    }

    private void mount(long size, String... options) throws IOException, InterruptedException {
        undo.push(List.of("rmdir", folder.toString()));
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        undo.push(List.of("rm", "-f", image.toString()));
        List<String> format = new ArrayList<>(List.of("mkfs." + type, "-q"));
        format.addAll(List.of(options));
        format.add(image.toString());
        run(format);
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
        return folder.resolve("mnt");
    }

    public SourcePath path() {
        return SourcePath.of(root().toString());
    }

    public Volume volume() throws IOException {
        return MountTable.read().volumeOf(path()).orElseThrow();
    }

    /** Runs a command that has to succeed; what undoes it runs when this is closed. */
    public String undoneBy(List<String> undoing, String... command) throws IOException, InterruptedException {
        String output = run(List.of(command));
        undo.push(undoing);
        return output;
    }

    /** Runs a command that has to succeed. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        builder.command(resolve(command));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    public static boolean installed(String program) {
        return List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<String> resolve(List<String> command) {
        List<String> resolved = new ArrayList<>(command);
        for (String folder : List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")) {
            if (Files.isExecutable(Path.of(folder, command.get(0)))) {
                resolved.set(0, folder + "/" + command.get(0));
                return resolved;
            }
        }
        return resolved;
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        while (!undo.isEmpty()) {
            List<String> step = undo.pop();
            try {
                run(step);
            } catch (IOException e) {
                failed = e;
                if (step.get(0).equals("umount")) {
                    forceUnmount(step);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** A test left something open: say so by failing, but leave no mount behind. */
    private static void forceUnmount(List<String> step) throws IOException {
        try {
            run(List.of("umount", "-l", step.get(step.size() - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
