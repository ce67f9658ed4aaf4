// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.ClusterFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Brings a cluster's files into a state from which a server starts, and, beside the original, harms nothing. */
public final class ClusterRestorer implements Restorer {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> GROUP_READS = PosixFilePermissions.fromString("rwxr-x---");

    private final RestoreRequest request;
    private final List<String> changes = new ArrayList<>();
    private final List<String> nextSteps = new ArrayList<>();

    public ClusterRestorer(RestoreRequest request) {
        this.request = request;
    }

    @Override
    public void before(Deadline deadline) throws WriterException {
        for (RestoredComponent component : request.components()) {
            RestoredCluster cluster = RestoredCluster.of(request, component);
            refuseRunning(cluster.data());
            refuseOccupied(cluster.data());
            refuseOccupied(cluster.wal());
            for (Path tablespace : cluster.tablespaces().values()) {
                refuseOccupied(tablespace);
            }
        }
    }

    @Override
    public RestoreReport after(Deadline deadline) throws WriterException {
        for (RestoredComponent component : request.components()) {
            RestoredCluster cluster = RestoredCluster.of(request, component);
            try {
                restore(cluster, component.grain());
            } catch (IOException e) {
                throw new WriterException(
                        "postgres.restore",
                        "cannot bring " + cluster.data() + " into order: " + e,
                        Retry.UNKNOWN,
                        "do not start a server from it",
                        e);
            }
        }
        return new RestoreReport(changes, nextSteps);
    }

    private void restore(RestoredCluster cluster, Grain grain) throws WriterException, IOException {
        Path data = cluster.data();
        if (!Files.isRegularFile(data.resolve("global/pg_control"), LinkOption.NOFOLLOW_LINKS)) {
            throw new WriterException(
                    "postgres.restored-incomplete", data + " has no global/pg_control", Retry.DOES_NOT_HELP, "");
        }
        OwnedFiles files = new OwnedFiles(data);
        permissions(data);
        if (request.inPlace()) {
            folders(data, files);
            nextSteps.add("start the server as before: it recovers by itself");
            return;
        }
        changes.addAll(new Links(cluster, files).relink());
        folders(data, files);
        RestoredConfiguration configuration = new RestoredConfiguration(cluster, files);
        changes.addAll(configuration.isolate());
        nextSteps.addAll(new StartInstructions(cluster, configuration).steps(grain));
    }

    /** The server refuses a data directory that others may enter. */
    private void permissions(Path data) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(data);
        if (!permissions.equals(OWNER_ONLY) && !permissions.equals(GROUP_READS)) {
            Files.setPosixFilePermissions(data, OWNER_ONLY);
            changes.add(data + " is accessible to its owner only");
        }
    }

    private void folders(Path data, OwnedFiles files) throws IOException {
        for (String folder : ClusterFiles.EMPTIED) {
            if (!Files.exists(data.resolve(folder)) && files.folder(data.resolve(folder))) {
                changes.add(folder + " was made anew");
            }
        }
    }

    /** WAL, relations and signal files of another life of the cluster would be replayed or obeyed by the restored one. */
    private static void refuseOccupied(Path folder) throws WriterException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new WriterException(
                        "postgres.occupied",
                        folder + " is not empty: a cluster is never restored over what another one left",
                        Retry.DOES_NOT_HELP,
                        "move what is there away, or restore to another target");
            }
        } catch (IOException e) {
            throw new WriterException(
                    "postgres.restore", "cannot look into " + folder + ": " + e, Retry.UNKNOWN, "", e);
        }
    }

    private static void refuseRunning(Path data) throws WriterException {
        Path lock = data.resolve("postmaster.pid");
        try {
            String first = Files.readString(lock, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            long pid = Long.parseLong(first.strip());
            if (ProcessHandle.of(pid).isPresent()) {
                throw new WriterException(
                        "postgres.running",
                        "a server runs in " + data + " (process " + pid + ")",
                        Retry.HELPS,
                        "stop it, or restore to another target");
            }
        } catch (IOException | NumberFormatException e) {
            // no server has locked it
        }
    }
}
