// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * An instance that may be down: a small pool for ordinary queries, made at the first of them, and dedicated sessions.
 *
 * <p>The data source is made directly and never looked up through {@code DriverManager}, which sees the drivers of one
 * class loader only. Any thread.
 */
public final class Server implements Sessions, AutoCloseable {
    private static final int CONNECT_SECONDS = 10;
    private static final int QUERY_MILLIS = 60_000;

    static {
        try {
            SQLServerDriver.deregister(); // nobody looks for it, and it would keep this plugin's classes
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ServerSettings settings;
    private @Nullable HikariDataSource pool;

    public Server(ServerSettings settings) {
        this.settings = settings;
    }

    public ServerSettings settings() {
        return settings;
    }

    /** Some queries of a purpose. */
    @FunctionalInterface
    public interface Queries<T> {
        T run(Handle handle) throws WriterException;
    }

    /**
     * Runs queries on a connection of the pool.
     *
     * @param doing what for, as in "cannot ..."
     */
    public <T> T query(String doing, Queries<T> queries) throws WriterException {
        try (Handle handle = Jdbi.open(pool(doing).getConnection())) {
            return queries.run(handle);
        } catch (JdbiException | SQLException e) {
            throw ServerFailure.of(doing, e);
        }
    }

    @Override
    public Session open(String doing) throws WriterException {
        try {
            SQLServerDataSource source = source();
            source.setSocketTimeout(0); // the statements have limits of their own
            return new JdbcSession(source.getConnection());
        } catch (SQLException e) {
            throw ServerFailure.of(doing, e);
        }
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }

    private synchronized HikariDataSource pool(String doing) throws WriterException {
        HikariDataSource open = pool;
        if (open == null) {
            HikariConfig config = new HikariConfig();
            config.setPoolName("stillframe-sqlserver");
            config.setDataSource(source());
            config.setMaximumPoolSize(2);
            config.setMinimumIdle(0);
            config.setIdleTimeout(Duration.ofSeconds(10).toMillis());
            config.setConnectionTimeout(Duration.ofSeconds(CONNECT_SECONDS).toMillis());
            config.setInitializationFailTimeout(1); // one attempt: an instance that is down is said to be down
            try {
                open = new HikariDataSource(config);
            } catch (HikariPool.PoolInitializationException e) {
                throw ServerFailure.of(doing, e);
            }
            pool = open;
        }
        return open;
    }

    private SQLServerDataSource source() throws WriterException {
        SQLServerDataSource source = new SQLServerDataSource();
        source.setURL(settings.url());
        settings.user().ifPresent(source::setUser);
        source.setApplicationName("stillframe");
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(QUERY_MILLIS);
        source.setConnectRetryCount(
                0); // a connection that is made anew behind our back is a new session: it holds nothing
        source.setCancelQueryTimeout(2);
        if (settings.passwordFile().isPresent()) {
            source.setPassword(password(settings.passwordFile().get()));
        }
        return source;
    }

    /** Passwords are read when a connection is made and kept nowhere. */
    private static String password(Path file) throws WriterException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new WriterException(
                    "sqlserver.password-file",
                    "cannot read " + file + ": " + e.getClass().getSimpleName(),
                    Retry.DOES_NOT_HELP,
                    "it must exist and be readable by the account that runs Stillframe",
                    e);
        }
    }
}
