// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Backs up one database: its file and its write-ahead log. */
final class SqliteWriter implements Writer {
    static final ComponentId DATABASE = new ComponentId("database");

    /** See "The Database File Format", https://www.sqlite.org/fileformat.html, 1.3. */
    private static final int HEADER = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int WAL = 2;

    private final Path database;
    private final String application;

    SqliteWriter(Path database, String application) {
        this.database = database;
        this.application = application;
    }

    /** Reads the header only, without SQLite: opening a database would make files beside it. */
    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        Path real;
        byte[] header;
        try (var in = Files.newInputStream(database)) {
            real = database.toRealPath();
            header = in.readNBytes(HEADER);
        } catch (IOException e) {
            throw refused("not-found", "has no database " + database, "correct the setting \"database\"", e);
        }
        if (header.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))) {
            throw refused("not-a-database", "has no SQLite database in " + database, "", null);
        }
        if (header[18] != WAL || header[19] != WAL) {
            throw refused(
                    "no-wal", "has " + database + " not in WAL mode", "run: PRAGMA journal_mode = WAL", null);
        }
        int stored = (header[16] & 0xff) << 8 | header[17] & 0xff;
        String name = real.getFileName().toString();
        FileSet files = new FileSet(
                SourcePath.of(real.getParent().toString()),
                List.of(name, name + "-wal"), // the shared memory beside them is made anew
                List.of(),
                Set.of(Grain.values()),
                OptionalInt.of(stored == 1 ? 65_536 : stored));
        Quiesce quiesce = new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END);
        return new Inventory(List.of(new Component(DATABASE, List.of(files), quiesce, Map.of())), List.of());
    }

    @Override
    public Participant join(Cycle cycle) {
        return new SqliteHold(database, application, cycle);
    }

    /** The driver registers itself when it is loaded, and would keep this plugin's classes for ever. */
    @Override
    public void close() {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == SqliteWriter.class.getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    throw new IllegalStateException(e); // none of ours refuses
                }
            }
        }
    }

    private WriterException refused(String code, String what, String hint, Exception cause) {
        return new WriterException(
                "sqlite." + code, "application " + application + " " + what, Retry.DOES_NOT_HELP, hint, cause);
    }
}
