// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.cluster.Facts;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerState;
import dev.stillframe.postgres.validate.StopPoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One backup of a cluster, from entering backup mode to the last file. {@link #abort} may be called from any thread;
 * everything else from one at a time.
 */
public final class ClusterBackup implements AutoCloseable {
    private final Server server;
    private final String cycle;
    private final BackupSession session;
    private final KeptWal kept = new KeptWal();
    private Slot slot = new Slot.None("not made yet");

    /** Does nothing yet. */
    public ClusterBackup(Server server, String cycle) {
        this.server = server;
        this.cycle = cycle;
        this.session = new BackupSession(server);
    }

    /** What is left of a backup: how far a recovery must get, and what joins the image. */
    public record Result(StopPoint stop, Gathered gathered) {}

    /** Reserves WAL and enters backup mode. */
    public void begin(Cluster cluster, Deadline deadline) throws WriterException {
        session.open(cluster.server(), deadline);
        slot = Slot.reserve(session, server.settings().slot(), cycle);
        BackupMode.enter(session, cluster.server(), label(), deadline);
    }

    /** Leaves backup mode and finds what recovery needs, which stays until {@link #close}: kept by the slot, or copied. */
    public Result end(Cluster cluster, ComponentId component, Grain grain, Deadline deadline) throws WriterException {
        Stopped stopped = BackupMode.leave(session, cluster.server(), deadline);
        refuseOtherTablespaces(cluster);
        slot.check(session);
        StopPoint stop = new StopPoint(
                stopped.label().start(), stopped.stop(), stopped.label().timeline());
        WalSegments wal = new WalSegments(cluster);
        List<Path> segments = wal.between(stop.timeline(), stop.start(), stop.stop());
        List<LateFiles.Wal> needed = new ArrayList<>(readable(segments, deadline));
        wal.between(stop.timeline(), stop.start(), stop.stop()); // whole before and after: whole when it was copied
        wal.histories().forEach(history -> needed.add(LateFiles.Wal.inPlace(history)));
        List<LateFile> files = new LateFiles(cluster, component, grain).of(stopped, needed);
        return new Result(stop, new Gathered(files, Map.of(component, facts(stop, segments))));
    }

    /** Where segments can be read until {@link #close}: with a slot where they are, else in copies. */
    private List<LateFiles.Wal> readable(List<Path> segments, Deadline deadline) throws WriterException {
        if (slot instanceof Slot.Reserved) {
            return segments.stream().map(LateFiles.Wal::inPlace).toList();
        }
        List<LateFiles.Wal> readable = new ArrayList<>();
        for (Path copy : kept.copy(segments, deadline)) {
            readable.add(new LateFiles.Wal(segments.get(readable.size()), copy));
        }
        return readable;
    }

    /** Ends backup mode now and for ever; waits for no call. */
    public void abort() {
        session.abort();
    }

    /** Ends the session: the slot goes, and with it the promise that the WAL stays. */
    @Override
    public void close() {
        session.close();
        kept.close();
    }

    private String label() {
        return "stillframe " + cycle;
    }

    /** Recovery would make a tablespace that is newer than the backup at its original place. */
    private void refuseOtherTablespaces(Cluster cluster) throws WriterException {
        Map<Long, String> now = session.query("look after the tablespaces", ClusterBackup::tablespaces);
        if (!now.equals(cluster.server().tablespaces())) {
            throw new WriterException(
                    "postgres.tablespaces-changed",
                    "a tablespace was created, moved or dropped during the backup",
                    Retry.HELPS,
                    "");
        }
    }

    private static Map<Long, String> tablespaces(Connection connection) throws SQLException {
        Map<Long, String> tablespaces = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ServerState.TABLESPACES)) {
            while (rows.next()) {
                tablespaces.put(rows.getLong(1), rows.getString(2));
            }
        }
        return tablespaces;
    }

    private Map<String, String> facts(StopPoint stop, List<Path> segments) {
        Map<String, String> facts = new HashMap<>();
        facts.put(Facts.LABEL, label());
        facts.put(Facts.SLOT, slot.fact());
        facts.put(Facts.START, stop.start().toString());
        facts.put(Facts.STOP, stop.stop().toString());
        facts.put(Facts.TIMELINE, Integer.toUnsignedString(stop.timeline()));
        facts.put(Facts.FIRST_SEGMENT, String.valueOf(segments.get(0).getFileName()));
        facts.put(
                Facts.LAST_SEGMENT,
                String.valueOf(segments.get(segments.size() - 1).getFileName()));
        return facts;
    }
}
