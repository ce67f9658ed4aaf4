// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.SnapshotCommands;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.Guards;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.platform.OperatingSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the system that this host runs on can do for it. Nothing of another system is ever loaded. Any thread.
 */
interface HostSystem {
    /** The one that this process runs on. */
    static HostSystem here() {
        return OperatingSystem.isWindows() ? new WindowsHost() : new LinuxHost();
    }

    /** Where a restore goes to: {@code /} is the place that everything came from, on every system. */
    SourcePath target(Path target);

    /** How restores go through the system's own writers; empty where it has none. */
    Optional<NativeRestore.Opening> nativeRestores(Clock clock);

    /** A file of this host as a path of the contract. */
    SourcePath path(Path file);

    /** The path with every link in it resolved. */
    SourcePath realPath(SourcePath path) throws IOException;

    /** Where volumes are now. */
    Volumes volumes() throws IOException;

    /** Finds the volume that a path lies on, as it was at one moment; empty if it lies on none. */
    interface Volumes {
        Optional<Volume> of(SourcePath path) throws IOException;
    }

    /** All volumes on which snapshots of this host may have been left behind. */
    MountedVolumes mounted() throws StillframeException;

    /**
     * Its own snapshot providers, the preferred first, without the one that reads live files.
     *
     * @param commands those that the operator configured
     * @param mounts where these mount
     */
    List<SnapshotProvider> providers(List<SnapshotCommands> commands, Path mounts, Clock clock);

    /** After which failures of these a backup is worth another attempt by itself. */
    Attempts.Again again();

    /** Whether a snapshot can be kept after its backup, for the next one to be compared with. */
    boolean keepsBases();

    /** What a writer of the system itself offers, see {@link dev.stillframe.api.WriterContext#nativeComponents}. */
    List<NativeComponent> nativeComponents(UUID writer, Clock clock) throws WriterException;

    Processes processes();

    /** Who has files at or below these paths open. */
    OpenFiles openFiles(List<SourcePath> roots) throws IOException;

    /**
     * Where cycles get their guards.
     *
     * @param owner this installation's name
     */
    Guards guards(String owner, OwnGround.Owned owned) throws StillframeException;

    /** Throws if one of these filesystems must not be frozen, because it holds what this host stands on. */
    void allow(OwnGround.Owned owned, String application, List<SourcePath> frozen) throws StillframeException;

    /** How the host itself ends holds. */
    UndoSystem undo();

    /** What guards of this installation noted. */
    Ledgers ledgers(String owner) throws StillframeException;

    /** Leaves nothing of this installation's but what somebody still needs. */
    void leave(String owner);

    /** What an operator should know of this host's rights and of its guard. */
    Map<String, Examination> examinations();

    /**
     * Tries VSS, the reader and a restore on this system.
     *
     * @param folder on the volume to be tried; a new folder is made in it and removed
     */
    List<Diagnosis> tryVss(Path folder, Clock clock) throws StillframeException;

    /** Looks at one thing. */
    interface Examination {
        Diagnosis run() throws StillframeException;
    }
}
