// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.api.Settings;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * A database with a table that lies still, in its first pages, and one that is written to by a process of its own: POSIX
 * locks belong to a process, and one that closes a file loses all its locks on it, also those of the writer under test.
 */
final class BusyDatabase implements Application {
    private final Path database;
    private final long still;
    private final Process application;

    BusyDatabase(Path database) throws Exception {
        this.database = database;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE still (n INTEGER PRIMARY KEY, note TEXT)");
            statement.execute("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000)"
                    + " INSERT INTO still SELECT n, hex(randomblob(40)) FROM c");
            statement.execute("CREATE TABLE busy (note TEXT)");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        still = Files.size(database);
        application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        place(BusyDatabase.class) + File.pathSeparator + place(SQLiteConfig.class)
                                + File.pathSeparator + place(org.slf4j.Logger.class),
                        Inserts.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private Connection connect() throws SQLException {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + database);
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("database", database.toString()));
    }

    /** A commit; throws while the database is locked. */
    @Override
    public synchronized void work() throws IOException {
        application.getOutputStream().write(1);
        application.getOutputStream().flush();
        if (application.getInputStream().read() != 1) {
            throw new IOException("the database is locked");
        }
    }

    /** A commit is in the log when it is acknowledged. */
    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(20);
    }

    /** Other files take the names: the transaction holds nothing any more. */
    @Override
    public void breakHold() throws Exception {
        Path copy = database.resolveSibling("copy");
        Files.copy(database, copy);
        Files.delete(Path.of(database + "-wal"));
        Files.delete(Path.of(database + "-shm"));
        Files.move(copy, database, StandardCopyOption.REPLACE_EXISTING);
    }

    /** SQLite has no checksums: only what breaks the structure can be seen. */
    @Override
    public Set<Damage.Kind> visible() {
        return EnumSet.of(Damage.Kind.ZEROED_SECTOR, Damage.Kind.TRUNCATED, Damage.Kind.MISSING);
    }

    @Override
    public boolean blind(Damage damage) throws Exception {
        if (!damage.file().toString().equals(database.toString())) {
            return true; // what the log has lost was never committed
        }
        return switch (damage.kind()) {
            case ZEROED_SECTOR -> !headOfATree(damage.at());
            case TRUNCATED -> damage.at() > still / 2; // behind it lies what the log may still have
            default -> false;
        };
    }

    /** Whether a page of the still table begins there: its first byte is a tree page's type, see "fileformat.html", 1.6. */
    private boolean headOfATree(long at) throws Exception {
        if (at % 4096 != 0 || at == 0 || at >= still / 2) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "r")) {
            file.seek(at);
            int type = file.read();
            return type == 5 || type == 13;
        }
    }

    @Override
    public void stop() {
        application.destroyForcibly().onExit().join();
    }
}
