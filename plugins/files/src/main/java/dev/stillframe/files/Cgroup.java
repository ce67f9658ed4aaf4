// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version 2 cgroup, see "cgroup.freeze", "cgroup.events" and "cgroup.procs" in the kernel's
 * Documentation/admin-guide/cgroup-v2.rst.
 */
record Cgroup(Path path) {
    /** Whether every process in it and below it stands still. */
    boolean frozen() throws IOException {
        return Files.readAllLines(path.resolve("cgroup.events")).contains("frozen 1");
    }

    /** Whether somebody wants it frozen, which it may not be yet. */
    boolean wanted() throws IOException {
        return !Files.readString(path.resolve("cgroup.freeze")).strip().equals("0");
    }

    void freeze() throws IOException {
        write("1");
    }

    void thaw() throws IOException {
        write("0");
    }

    /**
     * The processes in it and in all cgroups below it; those below that vanish meanwhile hold nobody. One that is outside of
     * this process's PID namespace is 0.
     *
     * @throws NoSuchFileException if the cgroup itself is gone
     * @throws IOException if not all of it can be seen
     */
    List<Long> processes() throws IOException {
        List<Long> all = new ArrayList<>(listed(path));
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(path)) {
                    try {
                        all.addAll(listed(folder));
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return goneOrFailed(file, e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                return e == null ? FileVisitResult.CONTINUE : goneOrFailed(folder, e);
            }
        });
        return all;
    }

    private static FileVisitResult goneOrFailed(Path path, IOException e) throws IOException {
        if (e instanceof NoSuchFileException || Files.notExists(path)) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static List<Long> listed(Path folder) throws IOException {
        try {
            return Files.readAllLines(folder.resolve("cgroup.procs")).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (NumberFormatException | UncheckedIOException e) {
            throw new IOException(folder + "/cgroup.procs cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            if (Files.notExists(folder)) { // ENODEV, not ENOENT, if it goes between the opening and the reading
                throw new NoSuchFileException(folder.toString());
            }
            throw e;
        }
    }

    private void write(String state) throws IOException {
        Files.writeString(path.resolve("cgroup.freeze"), state, StandardOpenOption.WRITE);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
