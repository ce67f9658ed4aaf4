// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.example.mariadb.innodb.ImageCheck;

/**
 * One cycle. The hold is a session in the last stage of a backup: nothing is committed by anybody, while InnoDB goes on
 * writing pages and its log, which recovery puts right if the snapshot is of one instant. See "BACKUP STAGE" in the
 * MariaDB Knowledge Base.
 */
final class CommitHold implements Freezable {
    private final Server server;
    private final Cycle cycle;

    private Connection session; // guarded by this, which is never held during a statement
    private boolean aborted; // guarded by this
    private Optional<Position> position = Optional.empty();

    CommitHold(Server server, Cycle cycle) {
        this.server = server;
        this.cycle = cycle;
    }

    /** Flushes tables of other engines, so that little of that is left for the frozen window. Holds nobody up. */
    @Override
    public void prepare(Deadline deadline) throws WriterException {
        keep(server.connectForHold());
        try {
            run("BACKUP STAGE START");
            run("BACKUP STAGE FLUSH");
            Position.of(session()); // loads what freeze and thaw need
        } catch (SQLException e) {
            throw failed("cannot begin a backup", e);
        }
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        try {
            cycle.guard().arm(new ThawAction.EndWriterProcess());
        } catch (WriterException e) {
            close(); // nothing is begun that nobody could end
            throw e;
        }
        try {
            // a session that nobody listens to any more must not wait, and others behind it, for longer than this
            run("SET SESSION lock_wait_timeout = " + (deadline.remaining().toSeconds() + 1));
            run("BACKUP STAGE BLOCK_DDL");
            run("BACKUP STAGE BLOCK_COMMIT");
            position = Position.of(session());
        } catch (SQLException e) {
            throw failed("does not hold its commits", e);
        }
    }

    /** The stage ends with its session, and only there: if it can be ended here, it was in force until now. */
    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        try {
            Optional<Position> now = Position.of(session());
            run("BACKUP STAGE END");
            if (!now.equals(position)) {
                return new Thaw.Lost("the binary log was at " + position + " and is at " + now);
            }
            return new Thaw.Held(position.map(Position::facts).orElse(Map.of("stage", "BLOCK_COMMIT")));
        } catch (SQLException e) {
            return new Thaw.Lost("the session that held the commits is gone: " + e.getMessage());
        } finally {
            close();
        }
    }

    /** Where the binary log ended, beside the image. */
    @Override
    public Gathered gather(Deadline deadline) {
        if (position.isEmpty()) {
            return Gathered.nothing();
        }
        LateFile file = new LateFile(
                MariadbWriter.SERVER,
                new LateFile.Place.Beside("binlog-position.txt"),
                new LateFile.Bytes(position.get().text().getBytes(StandardCharsets.UTF_8)));
        return new Gathered(
                List.of(file), Map.of(MariadbWriter.SERVER, position.get().facts()));
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        return Map.of(MariadbWriter.SERVER, new ImageCheck(image, deadline).verdict(MariadbWriter.SERVER));
    }

    /** Closes the session, after killing what runs in it: a driver that waits for an answer answers no interrupt. */
    @Override
    public void abort() {
        Connection ending;
        synchronized (this) {
            aborted = true;
            ending = session;
            session = null;
        }
        if (ending != null) {
            try {
                ending.abort(Runnable::run);
            } catch (SQLException e) {
                throw new IllegalStateException("the driver cannot abort", e);
            }
        }
    }

    @Override
    public void close() {
        Connection ending;
        synchronized (this) {
            ending = session;
            session = null;
        }
        if (ending != null) {
            try {
                ending.close();
            } catch (SQLException e) {
                // its socket is closed whatever the server says to it
            }
        }
    }

    private void keep(Connection opened) throws WriterException {
        synchronized (this) {
            if (!aborted) {
                session = opened;
                return;
            }
        }
        try {
            opened.close();
        } catch (SQLException e) {
            // as in close
        }
        throw failed("was aborted", new SQLException("by the host"));
    }

    private synchronized Connection session() throws SQLException {
        if (session == null) {
            throw new SQLException(aborted ? "the backup was aborted" : "there is no session");
        }
        return session;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = session().createStatement()) {
            statement.execute(sql);
        }
    }

    private WriterException failed(String what, SQLException cause) {
        return server.failure("hold", what, Retry.HELPS, cause);
    }
}
