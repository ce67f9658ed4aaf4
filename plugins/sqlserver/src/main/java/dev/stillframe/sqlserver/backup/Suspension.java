// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.server.ServerFailure;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.server.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Databases that are suspended by one session, from its opening to its end. The session's end resumes them; so does the
 * {@link Rescue}, from another session.
 *
 * <p>{@link #abort} may be called from any thread; everything else from one at a time.
 */
final class Suspension implements AutoCloseable {
    private final Sessions sessions;
    private final Scope scope;
    private final boolean copy;
    private final Rescue rescue;

    private @Nullable Session session; // guarded by this
    private boolean aborted; // guarded by this
    private volatile int id;
    private volatile boolean attempted;
    private Map<String, Long> since = Map.of();

    /** @param copy whether the differential base stays what it is */
    Suspension(Sessions sessions, Scope scope, boolean copy) {
        this.sessions = sessions;
        this.scope = scope;
        this.copy = copy;
        this.rescue = new Rescue(sessions, scope);
    }

    /** Opens both sessions and tries the question that will be asked inside of the window, so that all of it is warm. */
    void open(Deadline deadline) throws WriterException {
        keep(sessions.open("open a session for the backup"));
        rescue.open();
        Status status = ask("ask which databases are suspended", own -> Status.of(own, deadline.remaining()));
        id = status.session();
        for (String database : scope.databases()) {
            if (status.suspends(database)) {
                throw new WriterException(
                        "sqlserver.suspended-already",
                        "the database " + database + " is suspended for another snapshot backup",
                        Retry.HELPS,
                        "wait for that backup, or end its session");
            }
        }
        ask("prepare the session", own -> {
            own.run("SET NOCOUNT ON", deadline.remaining());
            return true;
        });
    }

    /** Suspends all databases; returns when the instance says that it holds their writes. */
    void suspend(Deadline deadline) throws WriterException {
        attempted = true;
        ask("suspend " + scope, own -> {
            own.run(Statements.suspend(scope, copy), deadline.remaining());
            return true;
        });
        Status status = ask("ask whether the databases are suspended", own -> Status.of(own, deadline.remaining()));
        Map<String, Long> began = new LinkedHashMap<>();
        for (String database : scope.databases()) {
            Status.Suspended held = status.of(database, id)
                    .filter(Status.Suspended::frozen)
                    .orElseThrow(() -> new WriterException(
                            "sqlserver.not-suspended",
                            "the instance took the suspension of " + database + " but does not hold its writes",
                            Retry.HELPS,
                            ""));
            if (copy && held.mapCleared()) {
                throw new WriterException(
                        "sqlserver.base-moved",
                        "the differential map of " + database + " was cleared, although only a copy was asked for",
                        Retry.DOES_NOT_HELP,
                        "the next differential backup will be large; please report the instance's version");
            }
            began.put(database, held.millis());
        }
        refuseOthers(status);
        since = began;
    }

    /**
     * Proves that every database was suspended until now, and writes the metadata, which resumes them.
     *
     * @throws WriterException if the metadata could not be written
     */
    Thaw release(String file, String cycle, Deadline deadline) throws WriterException {
        Status status;
        try {
            status = ask("ask whether the databases are still suspended", own -> Status.of(own, deadline.remaining()));
        } catch (WriterException e) {
            rescue.resume(id);
            return new Thaw.Lost("the session that suspended the databases is gone: " + e.getMessage());
        }
        for (String database : scope.databases()) {
            Optional<Status.Suspended> held = status.of(database, id)
                    .filter(each -> each.frozen() && each.millis() >= since.getOrDefault(database, 0L));
            if (held.isEmpty()) {
                rescue.resume(id);
                return new Thaw.Lost(
                        "the database " + database + " was no longer suspended when the snapshot was taken");
            }
        }
        ask("record the snapshot of " + scope, own -> {
            own.run(Statements.backup(scope, file, cycle), deadline.remaining());
            return true;
        });
        refuseStillSuspended(deadline.remaining());
        attempted = false;
        return new Thaw.Held(evidence(status));
    }

    /** Ends the session, and so the suspension, now and for ever. */
    void abort() {
        Session own;
        synchronized (this) {
            aborted = true;
            own = session;
            session = null;
        }
        if (own != null) {
            own.abort();
        }
        if (attempted) {
            rescue.resume(id);
        }
    }

    @Override
    public void close() {
        Session own;
        synchronized (this) {
            aborted = true;
            own = session;
            session = null;
        }
        if (own != null) {
            own.close();
        }
        rescue.close();
    }

    /** A database that was made since the plan is suspended with its server, and would not be in the backup. */
    private void refuseOthers(Status status) throws WriterException {
        for (Status.Suspended each : status.by(id)) {
            if (!scope.databases().contains(each.database())) {
                throw new WriterException(
                        "sqlserver.layout-changed",
                        "the instance suspended the database " + each.database() + ", which was not planned",
                        Retry.HELPS,
                        "");
            }
        }
    }

    private void refuseStillSuspended(Duration limit) throws WriterException {
        Status after = ask("ask whether the databases go on", own -> Status.of(own, limit));
        for (String database : scope.databases()) {
            if (after.of(database, id).isPresent()) {
                throw new WriterException(
                        "sqlserver.still-suspended",
                        "the snapshot was recorded, but " + database + " is still suspended",
                        Retry.UNKNOWN,
                        "");
            }
        }
    }

    private Map<String, String> evidence(Status status) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("session", Integer.toString(id));
        evidence.put("mode", copy ? "COPY_ONLY" : "FULL");
        for (String database : scope.databases()) {
            status.of(database, id).ifPresent(held -> evidence.put("suspended." + database, held.millis() + " ms"));
        }
        return evidence;
    }

    private interface Question<T> {
        T ask(Session own) throws SQLException;
    }

    /** @param doing what for, as in "cannot ..." */
    private <T> T ask(String doing, Question<T> question) throws WriterException {
        Session own;
        synchronized (this) {
            own = session;
        }
        if (own == null) {
            throw abortedFailure();
        }
        try {
            return question.ask(own);
        } catch (SQLException e) {
            synchronized (this) {
                if (aborted) {
                    throw abortedFailure();
                }
            }
            throw ServerFailure.of(doing, e);
        }
    }

    private void keep(Session opened) throws WriterException {
        synchronized (this) {
            if (!aborted) {
                session = opened;
                return;
            }
        }
        opened.abort();
        throw abortedFailure();
    }

    private static WriterException abortedFailure() {
        return new WriterException("sqlserver.aborted", "the backup was aborted", Retry.HELPS, "");
    }
}
