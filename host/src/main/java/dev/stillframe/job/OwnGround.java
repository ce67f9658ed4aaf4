// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.Ground;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The filesystems, the process and the cgroup that this host and its guard stand on, as of the moment it was looked at:
 * nobody may freeze them. Filesystems are told apart by their st_dev.
 */
final class OwnGround implements Ground {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final MountTable mounts;
    private final Map<Long, String> devices = new LinkedHashMap<>();
    private final Optional<Path> cgroup;

    private OwnGround(MountTable mounts, Optional<Path> cgroup) {
        this.mounts = mounts;
        this.cgroup = cgroup;
    }

    /** @param places what lies where, beside the JVM, the libraries, the temporary folder and the guard's program */
    record Owned(Map<Path, String> places) {}

    static OwnGround of(Owned owned) throws StillframeException {
        Map<Path, String> all = new LinkedHashMap<>(owned.places());
        all.put(Path.of(System.getProperty("java.home")), "the JVM");
        all.put(Path.of(System.getProperty("java.io.tmpdir")), "the temporary folder");
        all.put(Path.of("/usr/bin/perl"), "the guard's program");
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            all.putIfAbsent(Path.of(part), "a library");
        }
        try {
            OwnGround ground = new OwnGround(MountTable.read(), ownCgroup());
            for (Map.Entry<Path, String> one : all.entrySet()) {
                ground.stand(one.getKey().toAbsolutePath(), one.getValue());
            }
            return ground;
        } catch (IOException e) {
            throw new StillframeException(
                    "plan.own-ground", "cannot see what this host lies on: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }

    /** Throws if one of these filesystems must not be frozen. */
    void allow(String application, List<SourcePath> frozen) throws StillframeException {
        for (SourcePath path : frozen) {
            try {
                Optional<Problem> problem = refusesFilesystem(application, path, devicesOf(path));
                if (problem.isPresent()) {
                    throw new StillframeException(problem.get());
                }
            } catch (IOException e) {
                throw new StillframeException(
                        "plan.root",
                        "application " + application + ": cannot look at " + path + ": " + e.getMessage(),
                        Retry.UNKNOWN,
                        "check that it exists",
                        e);
            }
        }
    }

    @Override
    public Optional<Problem> refuses(String application, ThawAction action) {
        if (action instanceof ThawAction.ThawFilesystem thaw) {
            return refusesFilesystem(application, thaw.mountPoint(), List.of(thaw.device()));
        }
        if (action instanceof ThawAction.ContinueProcess stopped
                && stopped.pid() == ProcessHandle.current().pid()) {
            return Optional.of(problem(
                    "guard.own-process", "application " + application + " would stop this process", "exclude it"));
        }
        boolean within = action instanceof ThawAction.ThawCgroup frozen
                && cgroup.filter(ours -> ours.startsWith(Path.of(frozen.path().toString())))
                        .isPresent();
        return within
                ? Optional.of(problem(
                        "guard.own-process",
                        "application " + application + " would freeze the cgroup that this process is in",
                        "run the backup in another unit or container"))
                : Optional.empty();
    }

    private Optional<Problem> refusesFilesystem(String application, SourcePath point, List<Long> frozen) {
        return frozen.stream()
                .map(devices::get)
                .filter(what -> what != null)
                .findFirst()
                .map(what -> problem(
                        "plan.own-filesystem",
                        "application " + application + " would freeze the filesystem at " + point + ", which holds "
                                + what,
                        "who freezes the ground it stands on cannot thaw it: move one of them to another filesystem"));
    }

    private void stand(Path path, String what) throws IOException {
        Path there = path;
        while (!Files.exists(there)) {
            Path parent = there.getParent();
            if (parent == null) {
                return;
            }
            there = parent;
        }
        for (long device : devicesOf(SourcePath.of(there.toRealPath().toString()))) {
            devices.putIfAbsent(device, what + " " + path);
        }
    }

    /** That of the path, and that of the whole filesystem: on btrfs they differ. */
    private List<Long> devicesOf(SourcePath path) throws IOException {
        long own = LinuxFiles.metadata(path).device();
        return mounts.mountOf(path)
                .map(Mount::device)
                .map(whole -> List.of(own, whole))
                .orElse(List.of(own));
    }

    /** The line of version 2 in /proc/self/cgroup, see cgroups(7); empty if there is none. */
    private static Optional<Path> ownCgroup() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> CGROUPS.resolve(line.substring("0::/".length())))
                .findFirst();
    }

    private static Problem problem(String code, String message, String hint) {
        return new Problem(code, message, Retry.DOES_NOT_HELP, hint);
    }
}
