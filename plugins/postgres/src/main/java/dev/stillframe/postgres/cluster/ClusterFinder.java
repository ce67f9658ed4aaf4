// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.config.ConfigurationFiles;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the cluster that a server works in. Changes nothing. */
public final class ClusterFinder {
    private final Server server;
    private final List<Notice> notices = new ArrayList<>();

    public ClusterFinder(Server server) {
        this.server = server;
    }

    /** What {@link #find} noticed and did not refuse. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** @throws WriterException if it cannot be backed up, or is not where the server says */
    public Cluster find() throws WriterException {
        Path named = server.settings().dataDirectory().orElse(null);
        ServerState first = ServerState.of(server);
        Release release = supported(first);
        Path data = real(named == null ? Path.of(first.dataDirectory()) : named, "data directory");
        PgControl before = control(data);
        ServerState state = ServerState.of(server);
        PgControl after = control(data);
        new RightCluster(data, state).check(before, after).ifPresent(notices::add);

        Path wal = real(data.resolve("pg_wal"), "folder");
        Map<Long, Path> tablespaces = tablespaces(data, state);
        notices.addAll(new ForeignLinks(data).check());
        return new Cluster(release, after, data, wal, tablespaces, outside(data, state), state);
    }

    private static Release supported(ServerState state) throws WriterException {
        Release release = Release.of(state.major())
                .orElseThrow(() -> Refusal.unsupported(
                        "postgres.version",
                        "the server is PostgreSQL " + state.version(),
                        "versions " + ServerState.OLDEST + " to " + ServerState.NEWEST + " can be backed up"));
        if (state.standby()) {
            throw Refusal.unsupported(
                    "postgres.standby",
                    "the server on port " + state.port() + " is a standby",
                    "back up the primary: a standby's files cannot be brought to a stop point of their own");
        }
        if (state.walLevel().equals("minimal")) {
            throw Refusal.unsupported(
                    "postgres.wal-level",
                    "the server on port " + state.port()
                            + " has wal_level = minimal, which logs too little to recover a" + " backup",
                    "set wal_level = replica and restart the server");
        }
        return release;
    }

    private static PgControl control(Path data) throws WriterException {
        Path file = Cluster.controlFile(data);
        try {
            return PgControl.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw Refusal.unreadable(file.toString(), e);
        } catch (MalformedException e) {
            throw Refusal.wrongCluster(file + " " + e.reason());
        }
    }

    /** Asks the server, and the links that the server itself follows: they must agree. */
    private static Map<Long, Path> tablespaces(Path data, ServerState state) throws WriterException {
        Map<Long, Path> tablespaces = new TreeMap<>();
        for (Map.Entry<Long, String> tablespace : state.tablespaces().entrySet()) {
            Path link = data.resolve("pg_tblspc").resolve(tablespace.getKey().toString());
            Path real = real(Path.of(tablespace.getValue()), "tablespace");
            if (!real.equals(real(link, "tablespace"))) {
                throw Refusal.wrongCluster(link + " does not lead to " + tablespace.getValue()
                        + ", where the server says that the tablespace is");
            }
            tablespaces.put(tablespace.getKey(), real);
        }
        return tablespaces;
    }

    private static List<Cluster.OutsideFile> outside(Path data, ServerState state) throws WriterException {
        Path serversData = Path.of(state.dataDirectory());
        List<Cluster.OutsideFile> outside = new ArrayList<>();
        try {
            for (Path named : ConfigurationFiles.reachable(
                    ours(state.configFile(), serversData, data),
                    List.of(ours(state.hbaFile(), serversData, data), ours(state.identFile(), serversData, data)))) {
                Path real = named.toRealPath();
                if (!real.startsWith(data)) {
                    outside.add(new Cluster.OutsideFile(
                            named.startsWith(data) || named.startsWith(serversData) ? real : named, real));
                }
            }
            return outside;
        } catch (IOException e) {
            throw Refusal.unreadable("the server's configuration (" + e.getMessage() + ")", e);
        }
    }

    /** A path of the server, where the data directory may be known to us by another name. */
    private static Path ours(String path, Path serversData, Path data) {
        Path file = Path.of(path);
        return file.startsWith(serversData) ? data.resolve(serversData.relativize(file)) : file;
    }

    private static Path real(Path path, String what) throws WriterException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw Refusal.unreadable("the " + what + " " + path, e);
        }
    }
}
