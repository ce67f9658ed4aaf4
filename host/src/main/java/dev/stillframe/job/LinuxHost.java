// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.SnapshotCommands;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.Guards;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.guard.ProcessGuards;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.platform.linux.OpenFilesScan;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.snapshot.btrfs.BtrfsProvider;
import dev.stillframe.snapshot.command.CommandProvider;
import dev.stillframe.snapshot.command.CommandVolume;
import dev.stillframe.snapshot.lvm.LvmProvider;
import dev.stillframe.snapshot.reflink.ReflinkProvider;
import dev.stillframe.snapshot.zfs.ZfsProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Linux. */
final class LinuxHost implements HostSystem {
    @Override
    public SourcePath path(Path file) {
        return SourcePath.of(file.toString());
    }

    @Override
    public SourcePath realPath(SourcePath path) throws IOException {
        return LinuxFiles.realPath(path);
    }

    @Override
    public Volumes volumes() throws IOException {
        return MountTable.read()::volumeOf;
    }

    @Override
    public MountedVolumes mounted() throws StillframeException {
        return MountedVolumes.now();
    }

    @Override
    public List<SnapshotProvider> providers(List<SnapshotCommands> commands, Path mounts, Clock clock) {
        return List.of(
                new CommandProvider(commands.stream().map(LinuxHost::volume).toList(), mounts, clock),
                new BtrfsProvider(clock),
                new ZfsProvider(mounts, clock),
                new LvmProvider(mounts, clock),
                new ReflinkProvider(clock));
    }

    private static CommandVolume volume(SnapshotCommands commands) {
        return new CommandVolume(
                commands.name(),
                SourcePath.of(commands.volume().toString()),
                commands.create(),
                commands.mount(),
                commands.release(),
                commands.freezeFilesystem(),
                commands.timeout());
    }

    @Override
    public SourcePath target(Path target) {
        return path(target.toAbsolutePath().normalize());
    }

    @Override
    public Optional<NativeRestore.Opening> nativeRestores(Clock clock) {
        return Optional.empty();
    }

    @Override
    public Attempts.Again again() {
        return Attempts.Again.NEVER;
    }

    @Override
    public boolean keepsBases() {
        return true;
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer, Clock clock) throws WriterException {
        throw new WriterException(
                "host.no-native-writers",
                "this system has no writers of its own to ask about {" + writer + "}",
                Retry.DOES_NOT_HELP,
                "VSS writers are a part of Windows");
    }

    @Override
    public Processes processes() {
        return new HostProcesses();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) throws IOException {
        return OpenFilesScan.below(roots);
    }

    @Override
    public Guards guards(String owner, OwnGround.Owned owned) throws StillframeException {
        return new ProcessGuards(RuntimeFolder.of(owner), undo(), OwnGround.of(owned));
    }

    @Override
    public void allow(OwnGround.Owned owned, String application, List<SourcePath> frozen) throws StillframeException {
        OwnGround.of(owned).allow(application, frozen);
    }

    @Override
    public UndoSystem undo() {
        return new LinuxUndo();
    }

    @Override
    public Ledgers ledgers(String owner) throws StillframeException {
        return new Ledgers(RuntimeFolder.of(owner));
    }

    @Override
    public void leave(String owner) {
        RuntimeFolder.leave(owner);
    }

    @Override
    public Map<String, Examination> examinations() {
        Map<String, Examination> all = new LinkedHashMap<>();
        all.put(
                "rights",
                () -> Privileges.administersFilesystems()
                        ? new Diagnosis(Status.GOOD, "rights", "may take snapshots", "")
                        : new Diagnosis(
                                Status.WARNING,
                                "rights",
                                "without CAP_SYS_ADMIN there are no snapshots: files are read live",
                                "run as root, or give the service CAP_SYS_ADMIN and CAP_DAC_READ_SEARCH"));
        all.put("guard", this::guard);
        return all;
    }

    @Override
    public List<Diagnosis> tryVss(Path folder, Clock clock) throws StillframeException {
        throw new StillframeException(
                "doctor.live-vss", "VSS is a part of Windows", Retry.DOES_NOT_HELP, "leave --live-vss out");
    }

    private Diagnosis guard() throws StillframeException {
        try {
            new ProcessGuards(RuntimeFolder.of("doctor"), undo(), (application, action) -> Optional.empty())
                    .start("doctor-" + ProcessHandle.current().pid())
                    .end(true);
            return new Diagnosis(Status.GOOD, "guard", "starts and answers", "");
        } finally {
            RuntimeFolder.leave("doctor");
        }
    }
}
