// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.snapshot.Failures;
import dev.stillframe.snapshot.OtherFilesystems;
import dev.stillframe.snapshot.SnapshotName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes snapshots of whole volumes with the operator's commands, each volume at one instant. Any thread. */
public final class CommandProvider implements SnapshotProvider {
    public static final String ID = "command";

    static final String KIND = "command";
    static final Failures FAILURES = new Failures(ID);

    private final Map<SourcePath, CommandVolume> volumes = new LinkedHashMap<>();
    private final Path mounts;
    private final Clock clock;
    private final AtomicInteger opened = new AtomicInteger();

    /** @param mounts a folder for mount points, which may not be there yet; constant for an installation */
    public CommandProvider(List<CommandVolume> volumes, Path mounts, Clock clock) {
        volumes.forEach(volume -> this.volumes.put(volume.mountPoint(), volume));
        this.mounts = mounts;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        if (volumes.isEmpty()) {
            return Offers.none();
        }
        Map<CommandVolume, List<Source>> together = new LinkedHashMap<>();
        try {
            MountTable table = MountTable.read();
            for (Source source : sources) {
                Optional<CommandVolume> volume = volumeOf(source);
                if (volume.isPresent()) {
                    requireUsable(volume.get(), source, table);
                    together.computeIfAbsent(volume.get(), key -> new ArrayList<>())
                            .add(source);
                }
            }
        } catch (IOException e) {
            throw FAILURES.of("offer", e);
        }
        List<Offers.Offer> offers = new ArrayList<>();
        together.forEach(
                (volume, its) -> offers.add(new Offers.Offer(its, Grain.ATOMIC, Optional.empty(), remarks(volume))));
        return new Offers(offers, List.of());
    }

    /** The commands for what a source lies on. */
    private Optional<CommandVolume> volumeOf(Source source) throws SnapshotException {
        CommandVolume exact = volumes.get(source.volume().mountPoint());
        if (exact != null) {
            return Optional.of(exact);
        }
        for (CommandVolume volume : volumes.values()) {
            boolean meant = source.files().root().startsWith(volume.mountPoint())
                    && volume.mountPoint().startsWith(source.volume().mountPoint());
            if (meant) {
                throw FAILURES.of(
                        "volume",
                        "snapshot-commands." + volume.name() + ": " + volume.mountPoint()
                                + " is no mount point; it lies on "
                                + source.volume().mountPoint(),
                        Retry.DOES_NOT_HELP,
                        "mount the volume, or correct the key volume");
            }
        }
        return Optional.empty();
    }

    /** Who configured commands for a volume wants these, and not silently what else could be done. */
    private static void requireUsable(CommandVolume volume, Source source, MountTable table)
            throws IOException, SnapshotException {
        List<SourcePath> mounted = OtherFilesystems.mountedIn(source.files(), table);
        if (!mounted.isEmpty()) {
            throw unusable(
                    volume,
                    "a snapshot of " + volume.mountPoint() + " would not hold what is mounted at "
                            + OtherFilesystems.named(mounted),
                    "exclude it, or name it as a path of its own");
        }
        for (List<String> command : List.of(volume.create(), volume.mount(), volume.release())) {
            Path program = Path.of(command.get(0));
            if (!java.nio.file.Files.isExecutable(program)) {
                throw unusable(
                        volume, program + " cannot be run", "check that it is there, and that this user may run it");
            }
            long device = LinuxFiles.metadata(SourcePath.of(program.toRealPath().toString()))
                    .device();
            if (device == source.volume().deviceId()) {
                throw unusable(
                        volume,
                        program + " lies on the volume " + volume.mountPoint() + " that it is to take a snapshot of",
                        "move it to another filesystem: it must run while nobody may write there");
            }
        }
    }

    private static SnapshotException unusable(CommandVolume volume, String why, String hint) {
        return FAILURES.of("unusable", "snapshot-commands." + volume.name() + ": " + why, Retry.DOES_NOT_HELP, hint);
    }

    private static List<String> remarks(CommandVolume volume) {
        List<String> remarks = new ArrayList<>();
        remarks.add("snapshot-commands." + volume.name() + " runs " + String.join(" ", volume.create())
                + (volume.freezes() ? " while the filesystem at " + volume.mountPoint() + " is frozen" : ""));
        return remarks;
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        return open(request, action -> {
            throw new IllegalStateException("a filesystem is frozen with a guard only");
        });
    }

    /** @throws SnapshotException if the sources are not those of one offer, or can no longer be taken */
    @Override
    public SnapshotSet open(SnapshotRequest request, Guard guard) throws SnapshotException {
        Offers offers = offer(request.sources());
        if (!offers.refusals().isEmpty()) {
            Offers.Refusal refusal = offers.refusals().get(0);
            throw FAILURES.of("refused", refusal.reason(), Retry.DOES_NOT_HELP, refusal.hint());
        }
        if (offers.offers().size() != 1
                || offers.offers().get(0).sources().size() != request.sources().size()) {
            throw FAILURES.of(
                    "several",
                    "the sources are not on one volume that commands are configured for",
                    Retry.DOES_NOT_HELP,
                    "plan again");
        }
        Volume volume = request.sources().get(0).volume();
        SnapshotName name =
                new SnapshotName(KIND, request.owner(), request.cycle(), request.deadline(), opened.getAndIncrement());
        CommandSnapshot snapshot = new CommandSnapshot(commands(volume.mountPoint()), volume, name, mounts);
        return new CommandSnapshotSet(snapshot, guard, clock);
    }

    /** Looks for the marks that every snapshot leaves on its volume before it is made. */
    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> among) throws SnapshotException {
        List<OwnedSnapshot> found = new ArrayList<>();
        for (Volume volume : among) {
            if (volumes.containsKey(volume.mountPoint())) {
                found.addAll(Mark.owned(owner, volume.mountPoint()));
            }
        }
        return found;
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        SnapshotName name = Mark.name(snapshot);
        SourcePath mountPoint = snapshot.place().parent().orElseThrow().parent().orElseThrow();
        try {
            Volume volume = MountTable.read()
                    .volumeOf(mountPoint)
                    .filter(mounted -> mounted.mountPoint().equals(mountPoint))
                    .orElseThrow(() -> FAILURES.of(
                            "unmounted",
                            mountPoint + " is not mounted, so the snapshot " + name + " of it is left alone",
                            Retry.HELPS,
                            "mount it, and run stillframe recover"));
            new CommandSnapshot(commands(mountPoint), volume, name, mounts).release();
        } catch (IOException e) {
            throw FAILURES.of("release", e);
        }
    }

    private CommandVolume commands(SourcePath mountPoint) throws SnapshotException {
        CommandVolume commands = volumes.get(mountPoint);
        if (commands == null) {
            throw FAILURES.of(
                    "unconfigured",
                    "no snapshot-commands are configured for " + mountPoint + " any more",
                    Retry.DOES_NOT_HELP,
                    "configure them again, and run stillframe recover");
        }
        return commands;
    }
}
