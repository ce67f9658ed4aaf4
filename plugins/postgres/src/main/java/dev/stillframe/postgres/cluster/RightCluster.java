// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.server.ServerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes sure that a data directory is the one that the server works in, and not that of another server, a copy of it,
 * or the same path seen from another container.
 *
 * <p>The proof: pg_control is the server's (system identifier and checkpoint); the directory's lock file names a
 * process that is the parent of the backend which answers our queries, started when the server says it was, with the
 * server's port; and that process sees the same mounts as we do.
 */
final class RightCluster {
    private static final Duration START_UP = Duration.ofMinutes(2); // the lock file is written early in it

    private final Path data;
    private final ServerState server;

    RightCluster(Path data, ServerState server) {
        this.data = data;
        this.server = server;
    }

    /** @return what could not be examined */
    Optional<Notice> check(PgControl before, PgControl after) throws WriterException {
        checkControl(before, after);
        PostmasterPid postmaster = lockFile();
        checkLockFile(postmaster);
        checkParent(postmaster.pid());
        return checkMounts(postmaster.pid());
    }

    /** The server's view must lie between what the file said before and after it was asked. */
    private void checkControl(PgControl before, PgControl after) throws WriterException {
        if (before.systemIdentifier() != server.systemIdentifier()) {
            throw Refusal.wrongCluster(data + " belongs to the cluster "
                    + Long.toUnsignedString(before.systemIdentifier()) + ", but the server is "
                    + Long.toUnsignedString(server.systemIdentifier()));
        }
        if (server.checkpoint().isBefore(before.checkPoint())
                || server.checkpoint().isAfter(after.checkPoint())) {
            throw Refusal.wrongCluster("pg_control in " + data + " has its checkpoint at " + after.checkPoint()
                    + ", but the server's is at " + server.checkpoint());
        }
    }

    private PostmasterPid lockFile() throws WriterException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            throw Refusal.wrongCluster("no server runs in " + data + ": it has no postmaster.pid");
        }
        try {
            return PostmasterPid.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw Refusal.unreadable(file.toString(), e);
        } catch (MalformedException e) {
            throw Refusal.wrongCluster(file + " " + e.reason());
        }
    }

    private void checkLockFile(PostmasterPid postmaster) throws WriterException {
        if (postmaster.port() != server.port()) {
            throw Refusal.wrongCluster("postmaster.pid in " + data + " names port " + postmaster.port()
                    + ", but the server has port " + server.port());
        }
        Duration apart = Duration.between(postmaster.started(), server.started());
        if (apart.isNegative() || apart.compareTo(START_UP) > 0) {
            throw Refusal.wrongCluster("the server of postmaster.pid in " + data + " started at " + postmaster.started()
                    + ", but this one at " + server.started());
        }
    }

    private void checkParent(long postmaster) throws WriterException {
        Path status = Path.of("/proc", Long.toString(server.backend()), "status");
        try {
            List<String> lines = Files.readAllLines(status, StandardCharsets.ISO_8859_1);
            if (!lines.contains("PPid:\t" + postmaster)) {
                throw Refusal.wrongCluster("the server's process " + server.backend() + " is not a child of process "
                        + postmaster + ", which postmaster.pid in " + data + " names");
            }
        } catch (IOException e) {
            throw Refusal.wrongCluster("the server's process " + server.backend()
                    + " cannot be seen from here: it runs on another machine or in another container");
        }
    }

    private Optional<Notice> checkMounts(long postmaster) throws WriterException {
        try {
            Path theirs = Files.readSymbolicLink(Path.of("/proc", Long.toString(postmaster), "ns/mnt"));
            if (!theirs.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")))) {
                throw Refusal.unsupported(
                        "postgres.other-namespace",
                        "the server that " + data + " belongs to has mounts of its own: its paths are not ours",
                        "run Stillframe where the server runs, for example in the same container");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Notice(
                    "postgres.namespace-unknown",
                    "cannot see whether process " + postmaster + " has mounts of its own",
                    "run Stillframe as root or as the server's account"));
        }
    }
}
