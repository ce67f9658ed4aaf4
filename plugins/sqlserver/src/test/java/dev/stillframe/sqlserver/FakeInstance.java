// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.server.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instance in memory that knows the statements of a snapshot backup as Microsoft describes them, and does what it is
 * told to do wrong. Any thread.
 */
final class FakeInstance implements Catalog, Sessions {
    /** What goes wrong with a statement. */
    enum Fault {
        /** The statement fails and does nothing. */
        REFUSED,
        /** The statement does its work, and an error comes after it. */
        LATE_ERROR,
        /** The connection breaks before the statement does anything. */
        DROPPED,
        /** The connection breaks after the statement did its work. */
        DROPPED_AFTER,
        /** The statement hangs until its session ends. */
        HANGS,
        /** The statement does its work and then hangs until its session ends. */
        HANGS_AFTER
    }

    final List<String> log = new ArrayList<>();
    final List<Database> databases = new ArrayList<>();
    final Map<String, Optional<String>> bases = new HashMap<>();
    final Map<String, Integer> suspended = new TreeMap<>();
    /** Becomes zero when a statement hangs. */
    final CountDownLatch hanging = new CountDownLatch(1);

    Instance instance;
    boolean resumesAtSessionsEnd = true;
    boolean clearsTheMap;
    /** Whether a suspension ends as soon as somebody has seen it. */
    boolean losesWhatWasSeen;
    /** Whether a statement that hangs is told to who serves the session, instead of holding his thread. */
    boolean hangsElsewhere;

    private final Path folder;
    private String faultAt = "nowhere";
    private Fault fault = Fault.REFUSED;
    private int errorNumber = 3013;
    private int sessions = 60;
    private long time;

    FakeInstance(Path folder) {
        this.folder = folder;
        instance = new Instance(
                "SHOP", 16, "16.0.4105.2", "Developer Edition", "Linux", "2026-11-23T00:00:00", folder.toString());
    }

    /** Thrown where a statement is to hang, if that is asked for. */
    static final class Hanging extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A session of a number that the caller chose. */
    Session session(int id) {
        return new FakeSession(id);
    }

    /** Whether an error is a broken connection. */
    static boolean breaks(SQLException e) {
        return "08S01".equals(e.getSQLState());
    }

    /** Adds a database with a data file and a log file on disk. */
    Database database(String name) throws IOException {
        int id = databases.size() + 5;
        Path data = Files.writeString(folder.resolve(id + ".mdf"), "data");
        Path log = Files.writeString(folder.resolve(id + "_log.ldf"), "log");
        return database(name, data, log);
    }

    /** Adds a database of files that are there. */
    Database database(String name, Path data, Path log) {
        int id = databases.size() + 5;
        Database database = new Database(
                id,
                name,
                "ONLINE",
                "FULL",
                "CHECKSUM",
                0,
                "",
                List.of(
                        new DatabaseFile(1, DatabaseFile.Kind.ROWS, name, data.toString(), true),
                        new DatabaseFile(2, DatabaseFile.Kind.LOG, name + "_log", log.toString(), true)));
        databases.add(database);
        return database;
    }

    /** From now on, the next statement that contains a text goes wrong. */
    void fail(String containing, Fault how, int number) {
        faultAt = containing;
        fault = how;
        errorNumber = number;
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized Map<String, Integer> suspended() {
        return Map.copyOf(suspended);
    }

    @Override
    public Instance instance() {
        return instance;
    }

    @Override
    public List<Database> databases() {
        return List.copyOf(databases);
    }

    @Override
    public Optional<String> differentialBase(String database) {
        return bases.getOrDefault(database, Optional.empty());
    }

    @Override
    public synchronized Session open(String doing) throws WriterException {
        if (faultAt.equals("LOGIN")) {
            throw new WriterException("sqlserver.connection", "cannot " + doing, Retry.HELPS, "");
        }
        return new FakeSession(++sessions);
    }

    private synchronized void work(int session, String batch) throws SQLException {
        Matcher suspend = Pattern.compile(
                        "ALTER DATABASE \\[(\\w+)\\] SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON( \\(MODE = COPY_ONLY\\))?")
                .matcher(batch);
        Matcher group = Pattern.compile("ALTER SERVER CONFIGURATION SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON "
                        + "\\(GROUP = \\(([^)]+)\\)(, MODE = COPY_ONLY)?\\)")
                .matcher(batch);
        Matcher server = Pattern.compile(
                        "ALTER SERVER CONFIGURATION SET SUSPEND_FOR_SNAPSHOT_BACKUP = ON( \\(MODE = COPY_ONLY\\))?")
                .matcher(batch);
        Matcher resume = Pattern.compile("ALTER DATABASE \\[(\\w+)\\] SET SUSPEND_FOR_SNAPSHOT_BACKUP = OFF")
                .matcher(batch);
        Matcher backup = Pattern.compile("BACKUP (?:DATABASE |GROUP |SERVER)(.*) TO DISK = N'([^']+)'"
                        + " WITH METADATA_ONLY, FORMAT, MEDIADESCRIPTION = N'stillframe [\\w-]+'")
                .matcher(batch);
        if (suspend.matches()) {
            suspended.put(suspend.group(1), session);
        } else if (group.matches()) {
            names(group.group(1)).forEach(name -> suspended.put(name, session));
        } else if (server.matches()) {
            userDatabases().forEach(name -> suspended.put(name, session));
        } else if (resume.matches()) {
            if (suspended.remove(resume.group(1)) == null) {
                throw new SQLException("the database is not suspended", "S0001", 3095);
            }
        } else if (backup.matches()) {
            List<String> names = backup.group(1).isEmpty() ? userDatabases() : names(backup.group(1));
            for (String name : names) {
                if (!Integer.valueOf(session).equals(suspended.get(name))) {
                    throw new SQLException("BACKUP DATABASE is terminating abnormally.", "S0001", 3013);
                }
            }
            try {
                Files.writeString(Path.of(backup.group(2)), "metadata of [" + String.join("], [", names) + "]");
            } catch (IOException e) {
                throw new SQLException("BACKUP failed", "S0001", 3041, e);
            }
            names.forEach(suspended::remove);
        } else if (!batch.startsWith("SET ")) {
            throw new SQLException("Incorrect syntax near '" + batch + "'", "S0001", 102);
        }
    }

    private List<String> userDatabases() {
        return databases.stream()
                .filter(each -> !each.system())
                .map(Database::name)
                .toList();
    }

    private static List<String> names(String quoted) {
        return List.of(quoted.replaceAll("[\\[\\]]", "").split(", ", -1));
    }

    private final class FakeSession implements Session {
        private final int id;
        private final CountDownLatch ended = new CountDownLatch(1);

        FakeSession(int id) {
            this.id = id;
        }

        @Override
        public void run(String batch, Duration limit) throws SQLException {
            Optional<Fault> wrong = begin(batch);
            if (wrong.isEmpty()) {
                work(id, batch);
                return;
            }
            switch (wrong.get()) {
                case REFUSED -> throw failure();
                case LATE_ERROR -> {
                    work(id, batch);
                    throw failure();
                }
                case DROPPED -> throw dropped();
                case DROPPED_AFTER -> {
                    work(id, batch);
                    throw dropped();
                }
                case HANGS -> throw hang();
                case HANGS_AFTER -> {
                    work(id, batch);
                    throw hang();
                }
            }
        }

        @Override
        public List<Map<String, Object>> rows(String query, Duration limit) throws SQLException {
            Optional<Fault> wrong = begin(query);
            if (wrong.isPresent()) {
                throw switch (wrong.get()) {
                    case REFUSED, LATE_ERROR -> failure();
                    case DROPPED, DROPPED_AFTER -> dropped();
                    case HANGS, HANGS_AFTER -> hang();
                };
            }
            synchronized (FakeInstance.this) {
                List<Map<String, Object>> rows = new ArrayList<>();
                suspended.forEach((name, by) -> rows.add(row(name, by)));
                if (losesWhatWasSeen) {
                    suspended.clear();
                }
                if (rows.isEmpty()) {
                    rows.add(new HashMap<>(Map.of("session_id", id)));
                }
                return rows;
            }
        }

        @Override
        public void abort() {
            close();
        }

        @Override
        public void close() {
            ended.countDown();
            synchronized (FakeInstance.this) {
                if (resumesAtSessionsEnd) {
                    suspended.values().removeIf(by -> by == id);
                }
            }
        }

        private Map<String, Object> row(String name, int by) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("session_id", id);
            row.put("db_name", name);
            row.put("suspend_session_id", by);
            row.put("suspend_time_ms", ++time);
            row.put("is_diff_map_cleared", clearsTheMap);
            row.put("is_write_io_frozen", true);
            return row;
        }

        private Optional<Fault> begin(String batch) throws SQLException {
            synchronized (FakeInstance.this) {
                if (ended.getCount() == 0) {
                    throw new SQLException("The connection is closed.", "08S01");
                }
                log.add(id + ": " + batch);
                if (!batch.contains(faultAt)) {
                    return Optional.empty();
                }
                faultAt = "nowhere";
                return Optional.of(fault);
            }
        }

        private SQLException failure() {
            return new SQLException("it went wrong", "S0001", errorNumber);
        }

        private SQLException dropped() {
            close();
            return new SQLException("Connection reset", "08S01");
        }

        private SQLException hang() {
            hanging.countDown();
            if (hangsElsewhere) {
                throw new Hanging();
            }
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new SQLException("The connection is closed.", "08S01");
        }
    }
}
