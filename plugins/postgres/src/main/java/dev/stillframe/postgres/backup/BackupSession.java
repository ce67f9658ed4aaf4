// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerFailure;
import dev.stillframe.postgres.server.ServerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The one session of a backup. It holds backup mode and the temporary slot, so that its end, however it comes, ends
 * both: that is the emergency exit.
 *
 * <p>{@link #abort} may be called from any thread; everything else from one at a time.
 */
final class BackupSession implements AutoCloseable {
    private static final long CANCEL_MILLIS = 500;

    private final Server server;
    private @Nullable Connection connection; // guarded by this
    private boolean aborted; // guarded by this

    BackupSession(Server server) {
        this.server = server;
    }

    /** Connects, and makes sure that this is still the server that was examined. */
    void open(ServerState examined, Deadline deadline) throws WriterException {
        keep(server.dedicated("open a session for the backup"));
        query("prepare the session for the backup", session -> {
            try (Statement statement = session.createStatement()) {
                statement.execute("set search_path = pg_catalog");
                statement.execute("set lock_timeout = 0");
                statement.execute("set idle_in_transaction_session_timeout = 0");
                if (examined.major() >= 14) {
                    statement.execute("set idle_session_timeout = 0");
                    // a server that waits for a checkpoint sees only with this that the session is gone
                    statement.execute("set client_connection_check_interval = '1s'");
                }
            }
            limit(session, deadline);
            try (Statement statement = session.createStatement();
                    ResultSet row = statement.executeQuery("select pg_postmaster_start_time(), pg_is_in_recovery()")) {
                row.next();
                if (!row.getObject(1, OffsetDateTime.class).toInstant().equals(examined.started())
                        || row.getBoolean(2)) {
                    throw new WriterException(
                            "postgres.restarted",
                            "the server on port " + examined.port() + " was restarted since it was examined",
                            Retry.HELPS,
                            "");
                }
            }
            return true;
        });
    }

    /** A statement of the session. */
    interface Query<T> {
        T run(Connection session) throws SQLException, WriterException;
    }

    /** @param doing what for, as in "cannot ..." */
    <T> T query(String doing, Query<T> query) throws WriterException {
        Connection session = current();
        try {
            return query.run(session);
        } catch (SQLException e) {
            if (isAborted()) {
                throw abortedFailure();
            }
            WriterException failure = ServerFailure.of(doing, e);
            if (failure.code().equals("postgres.connection")) {
                throw new WriterException(
                        "postgres.session-lost",
                        failure.getMessage() + "; the session that held backup mode is gone, and backup mode with it",
                        Retry.HELPS,
                        "was it ended by an administrator or a restart, or because its replication slot kept more WAL than"
                                + " max_slot_wal_keep_size allows? the server's log says so",
                        e);
            }
            throw failure;
        }
    }

    /** Lets the server itself give up a statement of this session at the deadline. */
    static void limit(Connection session, Deadline deadline) throws SQLException {
        long millis = Math.max(1, Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE));
        try (PreparedStatement statement =
                session.prepareStatement("select set_config('statement_timeout', ?, false)")) {
            statement.setString(1, Long.toString(millis));
            statement.execute();
        }
    }

    /**
     * Ends the session now and for ever. Asks the server to cancel first, for a moment only: one that is waiting for a
     * checkpoint notices an end of the connection late or, before 14, not until then.
     */
    void abort() {
        Connection session;
        synchronized (this) {
            aborted = true;
            session = connection;
            connection = null;
        }
        if (session != null) {
            Thread cancel = new Thread(() -> cancel(session), "stillframe-postgres-cancel");
            cancel.setDaemon(true);
            cancel.start();
            try {
                cancel.join(CANCEL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            discard(session);
        }
    }

    /** Ends the session, and so backup mode and the slot, if they are still there. */
    @Override
    public void close() {
        Connection session;
        synchronized (this) {
            session = connection;
            connection = null;
            aborted = true;
        }
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                discard(session);
            }
        }
    }

    private void keep(Connection session) throws WriterException {
        synchronized (this) {
            if (!aborted) {
                connection = session;
                return;
            }
        }
        discard(session);
        throw abortedFailure();
    }

    private Connection current() throws WriterException {
        Connection session;
        synchronized (this) {
            session = connection;
        }
        if (session == null) {
            throw abortedFailure();
        }
        return session;
    }

    private synchronized boolean isAborted() {
        return aborted;
    }

    private static void cancel(Connection session) {
        try {
            session.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // the connection is cut off next, whether or not the server heard this
        }
    }

    private static void discard(Connection session) {
        try {
            session.abort(Runnable::run);
        } catch (SQLException e) {
            // it was closed already: nothing is held
        }
    }

    private static WriterException abortedFailure() {
        return new WriterException("postgres.aborted", "the backup was aborted", Retry.HELPS, "");
    }
}
