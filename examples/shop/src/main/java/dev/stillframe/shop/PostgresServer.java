// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on a free loopback port, with its socket in a temporary folder. The superuser is {@code postgres}.
 * One thread at a time. Ends with the JVM, unless that is killed.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int STARTS = 3; // another process may take the port that was just free

    private final PostgresBinaries binaries;
    private final ServerAccount account;
    private final Path dataDirectory;
    private final List<String> wrapper;
    private final List<String> arguments;
    private final Path run;
    private final Postmaster postmaster;
    private final Thread hook = new Thread(this::kill, "end of PostgreSQL");
    private int port;

    PostgresServer(PostgresBinaries binaries, Path dataDirectory, List<String> wrapper, List<String> arguments)
            throws IOException {
        this.binaries = binaries;
        this.account = ServerAccount.current();
        this.dataDirectory = dataDirectory;
        this.wrapper = List.copyOf(wrapper);
        this.arguments = List.copyOf(arguments);
        this.run = Files.createTempDirectory("stillframe-pg");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        account.give(run);
        this.postmaster = new Postmaster(dataDirectory, run);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Describes a server whose data lie, or will lie, in a folder. */
    public static PostgresServerBuilder in(Path dataDirectory) {
        return new PostgresServerBuilder(dataDirectory.toAbsolutePath());
    }

    /** Starts the server and waits until it accepts connections, which includes any recovery. */
    public void start() throws IOException {
        if (running()) {
            throw new IllegalStateException("the server in " + dataDirectory + " runs already");
        }
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            if (postmaster.start(command())) {
                return;
            }
            String log = log();
            if (attempt == STARTS || !log.contains("could not bind")) {
                throw new IOException("the server in " + dataDirectory + " did not start:\n" + log);
            }
        }
    }

    /** Ends all sessions, writes a shutdown checkpoint and stops. */
    public void stop() throws IOException {
        postmaster.stop("INT");
    }

    /** Stops without a checkpoint, as if it had crashed: the next start recovers. */
    public void stopImmediately() throws IOException {
        postmaster.stop("QUIT");
    }

    /** Kills the server with SIGKILL; its children end by themselves. Does nothing to one that is stopped. */
    public void kill() {
        postmaster.kill();
    }

    /** Stops the server, if it runs, without waiting for anything, and removes its socket folder; the data stay. */
    @Override
    public void close() throws IOException {
        if (running()) {
            stopImmediately();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, the hook runs
        }
        TemporaryFolder.delete(run);
    }

    public boolean running() {
        return postmaster.running();
    }

    /** The postmaster's process id. */
    public long pid() {
        return postmaster.pid();
    }

    /** The port of the last start: each start takes a free one. */
    public int port() {
        return port;
    }

    /** Where a database is, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Connections to a database as the superuser. */
    public DataSource dataSource(String database) {
        PGSimpleDataSource source = new DirectDataSource();
        source.setUrl(url(database));
        source.setUser(PostgresServerBuilder.SUPERUSER);
        return source;
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    public PostgresBinaries binaries() {
        return binaries;
    }

    /** The account that the server runs as: whoever makes a folder for a tablespace gives it to that. */
    public ServerAccount account() {
        return account;
    }

    /** What the server has logged since it was described. */
    public String log() throws IOException {
        return postmaster.log();
    }

    @Override
    public String toString() {
        return "PostgreSQL " + binaries.version() + " in " + dataDirectory;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(account.prefix());
        command.addAll(List.of(binaries.program("postgres"), "-D", dataDirectory.toString()));
        command.addAll(arguments);
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "port=" + port));
        command.addAll(List.of("-c", "unix_socket_directories=" + run));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
