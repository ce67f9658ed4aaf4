// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.stillframe.api.WriterException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server that may be down: a small pool for ordinary queries, made at the first of them, and dedicated connections.
 *
 * <p>Nothing goes through {@code DriverManager}, which sees the drivers of one class loader only. Any thread.
 */
public final class Server implements AutoCloseable {
    private static final int CONNECT_SECONDS = 10;
    private static final int QUERY_SECONDS = 60;

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
            handle.execute("set search_path = pg_catalog"); // nobody's functions but the server's own
            return queries.run(handle);
        } catch (JdbiException | SQLException e) {
            throw ServerFailure.of(doing, e);
        }
    }

    /**
     * Opens a connection for one session that has to stay: no statement on it is ever given up by the driver.
     *
     * @param doing what for, as in "cannot ..."
     */
    public Connection dedicated(String doing) throws WriterException {
        try {
            PGSimpleDataSource source = source();
            source.setSocketTimeout(0);
            return source.getConnection();
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
            config.setPoolName("stillframe-postgres");
            config.setDataSource(source());
            config.setMaximumPoolSize(2);
            config.setMinimumIdle(0);
            config.setIdleTimeout(Duration.ofSeconds(10).toMillis());
            config.setConnectionTimeout(Duration.ofSeconds(CONNECT_SECONDS).toMillis());
            config.setInitializationFailTimeout(1); // one attempt: a server that is down is said to be down
            try {
                open = new HikariDataSource(config);
            } catch (HikariPool.PoolInitializationException e) {
                throw ServerFailure.of(doing, e);
            }
            pool = open;
        }
        return open;
    }

    private PGSimpleDataSource source() throws WriterException {
        PGSimpleDataSource source = new DirectSource();
        source.setUrl(settings.url());
        settings.user().ifPresent(source::setUser);
        source.setApplicationName("stillframe");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(QUERY_SECONDS);
        source.setCancelSignalTimeout(2);
        source.setTcpKeepAlive(true);
        if (settings.passwordFile().isPresent()) {
            source.setPassword(Password.inFile(settings.passwordFile().get()));
        } else if (settings.passfile().isPresent()) {
            String user = source.getUser() == null ? System.getProperty("user.name") : source.getUser();
            Password.inPassfile(
                            settings.passfile().get(),
                            source.getServerNames()[0],
                            Integer.toString(port(source)),
                            source.getDatabaseName() == null ? user : source.getDatabaseName(),
                            user)
                    .ifPresent(source::setPassword);
        }
        return source;
    }

    private static int port(PGSimpleDataSource source) {
        int port = source.getPortNumbers()[0];
        return port == 0 ? 5432 : port;
    }
}
