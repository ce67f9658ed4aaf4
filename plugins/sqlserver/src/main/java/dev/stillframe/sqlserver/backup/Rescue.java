// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.server.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A second session that resumes databases which the first one left suspended. It is opened beforehand: in an emergency a
 * login may take too long. Any thread.
 */
final class Rescue implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Sessions sessions;
    private final Scope scope;
    private @Nullable Session session; // guarded by this
    private boolean closed; // guarded by this

    Rescue(Sessions sessions, Scope scope) {
        this.sessions = sessions;
        this.scope = scope;
    }

    void open() throws WriterException {
        Session opened = sessions.open("open a session for emergencies");
        synchronized (this) {
            if (!closed) {
                session = opened;
                return;
            }
        }
        opened.close();
    }

    /**
     * Resumes what a session suspended; what others suspended stays as it is. Never throws: the end of the first session
     * does the same, and this is for the case that it does not.
     */
    synchronized void resume(int bySession) {
        if (!tried(session, bySession) && !closed) {
            try (Session fresh = sessions.open("open a session to resume the databases")) {
                tried(fresh, bySession);
            } catch (WriterException e) {
                // nobody answers: an instance that is gone holds nothing
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Returns whether the instance could be asked. */
    private boolean tried(@Nullable Session through, int bySession) {
        if (through == null) {
            return false;
        }
        try {
            Status status = Status.of(through, LIMIT);
            for (Status.Suspended each : status.by(bySession)) {
                if (scope.server() || scope.databases().contains(each.database())) {
                    resume(through, each.database());
                }
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void resume(Session through, String database) {
        try {
            through.run(Statements.resume(database), LIMIT);
        } catch (SQLException e) {
            // it was resumed meanwhile, by the end of its session
        }
    }
}
