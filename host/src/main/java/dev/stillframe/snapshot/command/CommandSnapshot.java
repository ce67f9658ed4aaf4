// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.SnapshotName;
import dev.stillframe.snapshot.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One snapshot of one volume: what its commands are told, and what is looked at after they ended well. */
final class CommandSnapshot {
    private final CommandVolume commands;
    private final Volume volume;
    private final SnapshotName name;
    private final Path target;

    CommandSnapshot(CommandVolume commands, Volume volume, SnapshotName name, Path mounts) {
        this.commands = commands;
        this.volume = volume;
        this.name = name;
        this.target = mounts.resolve(name.toString());
    }

    CommandVolume commands() {
        return commands;
    }

    Volume volume() {
        return volume;
    }

    SnapshotName name() {
        return name;
    }

    /** Where it can be read. */
    SourcePath root() {
        return SourcePath.of(target.toString());
    }

    Tool startCreate() throws SnapshotException {
        return start("create", commands.create());
    }

    /** Mounts it, and looks whether what is there now is it. */
    void mount(Duration limit) throws SnapshotException {
        try {
            Files.createDirectories(target);
            run("mount", commands.mount(), limit);
            Optional<Mount> mounted = MountTable.read().mountOf(root());
            if (mounted.isEmpty() || !mounted.get().point().equals(root())) {
                throw lied("not-mounted", "mount", "nothing is mounted at " + target, "it must mount there");
            }
            if (LinuxFiles.metadata(root()).device() == volume.deviceId()) {
                throw lied("live", "mount", target + " shows the volume itself", "it must mount the snapshot");
            }
            if (!Mark.isIn(root(), name)) {
                throw lied(
                        "stale",
                        "create or mount",
                        target + " does not show " + Mark.place(volume.mountPoint(), name)
                                + ", which was written just before the snapshot",
                        "the snapshot is of another volume, or older, or create ended before it was taken");
            }
        } catch (IOException e) {
            throw CommandProvider.FAILURES.of("mount", e);
        }
    }

    /** Unmounts and removes it, whatever there is of it; nothing if its mark is gone. */
    void release() throws SnapshotException {
        try {
            if (!Mark.exists(Mark.place(volume.mountPoint(), name))) {
                return;
            }
            run("release", commands.release(), commands.limit());
            List<Mount> left = MountTable.read().below(root());
            if (!left.isEmpty()) {
                throw lied("mounted", "release", target + " is still mounted", "it must unmount what mount mounted");
            }
            forget();
        } catch (IOException e) {
            throw CommandProvider.FAILURES.of("release", e);
        }
    }

    /** Removes what is the host's own of it: nothing was created, or it is released. */
    void forget() throws SnapshotException {
        try {
            Files.deleteIfExists(target);
            Mark.remove(volume.mountPoint(), name);
        } catch (LinuxException e) {
            throw CommandProvider.FAILURES.of("release", e);
        } catch (IOException e) {
            throw CommandProvider.FAILURES.of("release", e);
        }
    }

    /** What became of a command, in words for the operator. */
    SnapshotException failed(String command, String how) {
        return CommandProvider.FAILURES.of(
                command,
                volume.mountPoint() + ": " + command + " of snapshot-commands." + commands.name() + " " + how,
                Retry.UNKNOWN,
                "run it by hand with the variables that docs/snapshot-commands.md names");
    }

    private void run(String command, List<String> program, Duration limit) throws SnapshotException {
        Optional<String> failure;
        try {
            failure = start(command, program).await(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Optional.of("was given up");
        }
        if (failure.isPresent()) {
            throw failed(command, failure.get());
        }
    }

    private Tool start(String command, List<String> program) throws SnapshotException {
        try {
            return Tool.start(
                    program,
                    Map.of(
                            "STILLFRAME_SNAPSHOT", name.toString(),
                            "STILLFRAME_VOLUME", volume.mountPoint().toString(),
                            "STILLFRAME_DEVICE", volume.device(),
                            "STILLFRAME_TARGET", target.toString()));
        } catch (IOException e) {
            throw failed(command, "cannot be run: " + e.getMessage());
        }
    }

    private SnapshotException lied(String word, String command, String what, String hint) {
        return CommandProvider.FAILURES.of(
                word,
                volume.mountPoint() + ": " + command + " of snapshot-commands." + commands.name() + " ended well, but "
                        + what,
                Retry.DOES_NOT_HELP,
                hint);
    }
}
