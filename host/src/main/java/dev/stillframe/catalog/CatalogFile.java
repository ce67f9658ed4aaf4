// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The SQLite file: one connection that writes, a few that read. Everything that SQLite has to be told stands in the JDBC
 * URL, because only there it holds for every connection. Nothing runs on its own: no connection is tested, renewed or
 * retired in the background, where it could write during a freeze.
 */
final class CatalogFile implements AutoCloseable {
    private static final int READERS = 4;
    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final String SETTINGS = "?journal_mode=WAL&synchronous=FULL&foreign_keys=true&busy_timeout=5000"
            + "&temp_store=MEMORY&transaction_mode=IMMEDIATE";

    /** SQLITE_OPEN_READONLY. The driver takes a word that it does not know for a part of the file's name. */
    private static final String READ_ONLY = "&open_mode=1";

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final CatalogErrors errors;

    private CatalogFile(HikariDataSource writing, HikariDataSource reading, CatalogErrors errors) {
        this.writing = writing;
        this.reading = reading;
        this.errors = errors;
    }

    static CatalogFile open(Path file) throws StillframeException {
        CatalogErrors errors = new CatalogErrors(file);
        HikariDataSource writing = null;
        try {
            writing = pool(file, "catalog-writer", 1, SETTINGS);
            check(Jdbi.create(writing), errors);
            migrate(writing, errors);
            HikariDataSource reading =
                    pool(file, "catalog-reader", READERS, SETTINGS.replace("IMMEDIATE", "DEFERRED") + READ_ONLY);
            return new CatalogFile(writing, reading, errors);
        } catch (RuntimeException | StillframeException e) {
            if (writing != null) {
                writing.close();
            }
            if (e instanceof StillframeException told) {
                throw told;
            }
            throw errors.of("opened", (RuntimeException) e);
        }
    }

    /** Runs something that writes, in one transaction that is durable when this returns. */
    <T> T write(org.jdbi.v3.core.HandleCallback<T, RuntimeException> work) throws StillframeException {
        try {
            return Jdbi.create(writing).inTransaction(work);
        } catch (JdbiException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw errors.of("written", e);
        }
    }

    <T> T read(org.jdbi.v3.core.HandleCallback<T, RuntimeException> work) throws StillframeException {
        try {
            return Jdbi.create(reading).withHandle(work);
        } catch (JdbiException e) {
            throw errors.of("read", e);
        }
    }

    CatalogErrors errors() {
        return errors;
    }

    /**
     * Waits for the pools only for a while. Where memory ran out, a pool's thread may have failed to wake the one that
     * waits for it, which then waits for ever: the process would not end. Whatever was written is durable before.
     */
    @Override
    public void close() {
        Thread closing = new Thread(
                () -> {
                    reading.close();
                    writing.close();
                },
                "end of the catalogue");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HikariDataSource pool(Path file, String name, int size, String settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        // named, because DriverManager looks for drivers once, and a plugin may have made it look in the plugin
        config.setDriverClassName("org.sqlite.JDBC");
        config.setJdbcUrl("jdbc:sqlite:" + file + settings);
        config.setReadOnly(settings.endsWith(READ_ONLY));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size == 1 ? 1 : 0);
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** Reads every page: a damaged catalogue is found before anything relies on it. */
    private static void check(Jdbi jdbi, CatalogErrors errors) throws StillframeException {
        String result = jdbi.withHandle(handle ->
                handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).one());
        if (!result.equals("ok")) {
            throw errors.damaged(result, null);
        }
    }

    private static void migrate(HikariDataSource source, CatalogErrors errors) throws StillframeException {
        Flyway flyway = Flyway.configure(CatalogFile.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:dev/stillframe/catalog/migration")
                .failOnMissingLocations(true)
                .load();
        MigrationInfoService info = flyway.info();
        for (MigrationInfo migration : info.applied()) {
            if (migration.getState() == org.flywaydb.core.api.MigrationState.FUTURE_SUCCESS) {
                throw new StillframeException(
                        "catalog.newer",
                        "the catalogue " + errors.file() + " was made by a later version of stillframe",
                        Retry.DOES_NOT_HELP,
                        "update stillframe, or move the catalogue away: no backup depends on it");
            }
        }
        if (info.pending().length > 0) {
            flyway.migrate();
        }
    }
}
