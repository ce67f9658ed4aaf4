// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.SnapshotCommands;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.Guards;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.platform.windows.BackupPrivileges;
import dev.stillframe.platform.windows.WindowsFiles;
import dev.stillframe.platform.windows.WindowsPath;
import dev.stillframe.platform.windows.WindowsVolumes;
import dev.stillframe.restore.AllDrives;
import dev.stillframe.snapshot.vss.VssProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Windows. Applications are held by VSS's writers, and VSS ends every hold by itself: nobody here freezes anything, and
 * nothing is left behind that somebody would have to undo.
 */
final class WindowsHost implements HostSystem {
    @Override
    public SourcePath path(Path file) {
        return WindowsPath.parse(file.toString());
    }

    @Override
    public SourcePath realPath(SourcePath path) throws IOException {
        return WindowsFiles.realPath(path);
    }

    @Override
    public Volumes volumes() {
        return path -> Optional.of(WindowsVolumes.of(path));
    }

    /** Shadow copies vanish with their requester. */
    @Override
    public MountedVolumes mounted() {
        return new MountedVolumes(List.of(), List.of());
    }

    @Override
    public List<SnapshotProvider> providers(List<SnapshotCommands> commands, Path mounts, Clock clock) {
        return List.of(new VssProvider(clock));
    }

    @Override
    public SourcePath target(Path target) {
        return AllDrives.is(target)
                ? SourcePath.root()
                : path(target.toAbsolutePath().normalize());
    }

    @Override
    public Optional<NativeRestore.Opening> nativeRestores(Clock clock) {
        VssProvider vss = new VssProvider(clock);
        return Optional.of((document, evidences) -> VssNativeRestore.open(vss, clock, document, evidences));
    }

    @Override
    public Attempts.Again again() {
        return new Attempts.Again(VssProvider.PASSING, VssProvider.PAUSE, VssProvider.REPETITIONS);
    }

    @Override
    public boolean keepsBases() {
        return false;
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer, Clock clock) throws WriterException {
        try {
            return new VssProvider(clock).components(writer);
        } catch (SnapshotException e) {
            throw new WriterException(e.code(), String.valueOf(e.getMessage()), e.retry(), e.hint(), e);
        }
    }

    @Override
    public Processes processes() {
        throw new UnsupportedOperationException("this host stops no processes on Windows");
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return new OpenFiles(List.of(), false); // the Restart Manager knows single files, not what is below a folder
    }

    @Override
    public Guards guards(String owner, OwnGround.Owned owned) {
        return Guards.none("there is no guard on Windows yet: only VSS writers can hold an application there");
    }

    @Override
    public void allow(OwnGround.Owned owned, String application, List<SourcePath> frozen) {
        // no guard lets anybody freeze a filesystem
    }

    @Override
    public UndoSystem undo() {
        return new NothingHeld();
    }

    @Override
    public Ledgers ledgers(String owner) {
        return new Ledgers(Path.of(System.getProperty("java.io.tmpdir"), "stillframe-" + owner));
    }

    @Override
    public void leave(String owner) {
        // nothing was made
    }

    @Override
    public Map<String, Examination> examinations() {
        return Map.of(
                "rights",
                () -> BackupPrivileges.backup()
                        ? new Diagnosis(Status.GOOD, "rights", "may take shadow copies and read every file", "")
                        : new Diagnosis(
                                Status.WARNING,
                                "rights",
                                "without SeBackupPrivilege and SeRestorePrivilege there are no shadow copies",
                                "run as LocalSystem, or elevated as a member of Administrators or Backup Operators"));
    }

    @Override
    public List<Diagnosis> tryVss(Path folder, Clock clock) throws StillframeException {
        return new LiveVss(this, clock).run(path(folder.toAbsolutePath().normalize()));
    }

    /** No hold that a journal could name is ever made here. */
    private static final class NothingHeld implements UndoSystem {
        @Override
        public void thawFilesystem(SourcePath mountPoint, long device) throws IOException {
            throw unknown("frozen filesystems");
        }

        @Override
        public void continueProcess(long pid, long startTicks) throws IOException {
            throw unknown("stopped processes");
        }

        @Override
        public boolean runs(long pid, long startTicks) {
            return ProcessHandle.of(pid).isPresent();
        }

        @Override
        public void thawCgroup(SourcePath path) throws IOException {
            throw unknown("cgroups");
        }

        private static IOException unknown(String what) {
            return new IOException("there are no " + what + " on Windows");
        }
    }
}
