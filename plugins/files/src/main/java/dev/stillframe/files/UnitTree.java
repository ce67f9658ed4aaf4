// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cgroups of the system's systemd units: {@code NAME.service} lies in the folders of its slices, {@code
 * system.slice} by default, see systemd.slice(5) and "The Cgroup Tree" in systemd's CGROUP_DELEGATION. Looks into slices
 * only: below a service or a scope somebody else may make folders of any name.
 *
 * @param root where the version 2 hierarchy is mounted; empty if it is not
 */
record UnitTree(Optional<Path> root) {
    /** As in systemd.unit(5); without the kinds that have no processes. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,240}\\.(service|scope|slice)");

    /** As the kernel's and systemd's documentation say it is mounted: alone, or beside version 1. */
    static UnitTree ofThisMachine() {
        return new UnitTree(Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(Path::of)
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst());
    }

    /** @throws WriterException if there is none, or more than one, as of now */
    Cgroup of(String unit) throws WriterException {
        if (root.isEmpty()) {
            throw problem(
                    unit,
                    "cannot be found: no version 2 cgroup hierarchy is mounted below /sys/fs/cgroup",
                    "name its cgroup, or stop its processes by hold: processes without units");
        }
        List<Path> found = new ArrayList<>();
        try {
            collect(root.get(), unit, found);
        } catch (IOException | DirectoryIteratorException e) {
            throw new WriterException(
                    "files.unit", "unit " + unit + " cannot be looked for: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
        if (found.isEmpty()) {
            throw problem(
                    unit,
                    "has no cgroup below " + root.get() + ": it is not running, or it is not called that",
                    "see systemctl status " + unit);
        }
        if (found.size() > 1) {
            throw problem(unit, "is there more than once: " + found, "name the one that is meant as a cgroup");
        }
        return new Cgroup(found.get(0));
    }

    private static void collect(Path folder, String unit, List<Path> found) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                // systemd writes _ before names that the kernel uses itself, such as memory.service
                if (name.equals(unit) || name.equals("_" + unit)) {
                    found.add(child);
                }
                if (name.endsWith(".slice")) {
                    collect(child, unit, found);
                }
            }
        } catch (NoSuchFileException e) {
            return; // the slice has ended meanwhile
        }
    }

    private static WriterException problem(String unit, String what, String hint) {
        return new WriterException("files.unit", "unit " + unit + " " + what, Retry.DOES_NOT_HELP, hint);
    }
}
