// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * One cycle of a database in WAL mode. The hold is an open write transaction: nobody else commits. A checkpoint would still
 * write into the database file; so a second connection moves everything that is in the log, and as long as nobody
 * commits nothing is left that a checkpoint could write. See https://www.sqlite.org/wal.html.
 */
final class SqliteHold implements Freezable {
    private static final int SQLITE_BUSY = 5;
    private static final long STEP_MILLIS = 1;

    private final Path database;
    private final String application;
    private final Cycle cycle;

    /** Guarded by this, which is never held during a call that can last. */
    private SQLiteConnection holder;

    private SQLiteConnection mover;
    private Object heldFile;
    private Object heldLocks;
    private boolean began;
    private boolean aborted;

    SqliteHold(Path database, String application, Cycle cycle) {
        this.database = database;
        this.application = application;
        this.cycle = cycle;
    }

    /** Connects, and moves most of the log already, so that little is left for the frozen window. */
    @Override
    public void prepare(Deadline deadline) throws WriterException {
        try {
            until(deadline, this::opened);
            until(deadline, this::shortened);
            inode(database); // loads what freeze and thaw need
        } catch (SQLException | IOException e) {
            throw problem("cannot open " + database, e);
        }
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        cycle.guard().arm(new ThawAction.EndWriterProcess());
        try {
            until(deadline, () -> held() && moved());
            heldFile = inode(database);
            heldLocks = inode(locks());
        } catch (SQLException | IOException e) {
            throw problem("cannot be held", e);
        }
    }

    /** What is tried until it returns true. */
    private interface Step {
        boolean done() throws SQLException;
    }

    /**
     * Tries again and again. Busy is no failure before the deadline: even opening says it while the last connection of
     * the application closes, or while somebody reads the log that a crash has left.
     */
    private void until(Deadline deadline, Step step) throws SQLException, WriterException {
        while (!tried(step)) {
            if (deadline.passed()) {
                throw problem("is busy: a writer or a reader does not end", null);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw problem("was interrupted", e);
            }
        }
    }

    private boolean tried(Step step) throws SQLException, WriterException {
        if (aborted()) {
            throw problem("was aborted", null);
        }
        try {
            return step.done();
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) != SQLITE_BUSY) {
                throw e;
            }
            return false;
        }
    }

    private synchronized boolean aborted() {
        return aborted;
    }

    private boolean opened() throws SQLException {
        SQLiteConnection one = connect();
        SQLiteConnection two;
        try {
            two = connect();
        } catch (SQLException e) {
            one.close();
            throw e;
        }
        synchronized (this) {
            holder = one;
            mover = two;
            if (aborted) {
                release(); // abort came before there was anything that it could close
            }
        }
        return true;
    }

    private SQLiteConnection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0); // waits are made here, where an abort can end them
        return (SQLiteConnection) config.createConnection("jdbc:sqlite:" + database);
    }

    private synchronized boolean held() throws SQLException {
        if (!began) {
            try (Statement statement = holder.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                began = true;
            }
        }
        return true;
    }

    /** Moves what it can of the log, and is content with that: the application goes on. */
    private boolean shortened() throws SQLException {
        moved();
        return true;
    }

    /** Moves the log into the database file. Returns whether nothing is left. */
    private boolean moved() throws SQLException {
        Connection connection;
        synchronized (this) {
            connection = mover;
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return result.next() && result.getInt(1) == 0 && result.getInt(2) == result.getInt(3);
        }
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        synchronized (this) {
            try {
                boolean same = heldFile.equals(inode(database)) && heldLocks.equals(inode(locks()));
                boolean held = same && began && !holder.isClosed();
                release();
                return held
                        ? new Thaw.Held(Map.of("transaction", "open until thaw", "log", "moved as a whole"))
                        : new Thaw.Lost("the files of " + database + " were replaced");
            } catch (SQLException | IOException e) {
                throw problem("cannot be looked at", e);
            }
        }
    }

    private Path locks() {
        return database.resolveSibling(database.getFileName() + "-shm");
    }

    private static Object inode(Path file) throws IOException {
        return Files.exists(file) ? Files.getAttribute(file, "unix:ino") : "none";
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        BooleanSupplier over = () -> deadline.passed() || aborted() || Thread.currentThread().isInterrupted();
        try {
            return Map.of(SqliteWriter.DATABASE, new IntegrityCheck(image, database.toRealPath(), over).run());
        } catch (SQLException | IOException e) {
            throw problem("has an image that cannot be checked", e);
        }
    }

    /** Interrupts what runs, and closes: a transaction ends with its connection. */
    @Override
    public void abort() {
        SQLiteConnection running;
        synchronized (this) {
            aborted = true;
            running = mover;
        }
        try {
            if (running != null && !running.isClosed()) {
                running.getDatabase().interrupt();
            }
        } catch (SQLException e) {
            // it was closed meanwhile
        }
        close();
    }

    @Override
    public synchronized void close() {
        try {
            release();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the connections to " + database, e);
        }
    }

    /** Guarded by this. */
    private void release() throws SQLException {
        if (holder != null) {
            holder.close();
            mover.close();
        }
    }

    private WriterException problem(String what, Exception cause) {
        String why = cause == null ? "" : ": " + cause.getMessage();
        return new WriterException(
                "sqlite.hold", "application " + application + " " + what + why, Retry.UNKNOWN, "", cause);
    }
}
