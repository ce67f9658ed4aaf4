// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Debian's mariadbd on a free loopback port. Beside its data directory lies what belongs to this run only. */
final class Mariadb implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    private static final int STARTS = 3; // another process may take the port that was just free
    private static final Path SHARED = Path.of("/usr/share/mysql");

    static {
        System.setProperty("mariadb.logging.disable", "true"); // the driver would say every statement
    }

    private final Path data;
    private final int port;
    private final Process process;
    private final Thread hook = new Thread(this::close, "end of MariaDB");

    private Mariadb(Path data, Path run) throws IOException {
        this.data = data;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        process = command(List.of(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + run.resolve("socket"),
                        "--pid-file=" + run.resolve("pid"),
                        "--log-bin=binlog"))
                .redirectOutput(run.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Makes a server in an empty folder: {@code admin} may do everything, {@code backup} what its writer needs. */
    static Mariadb make(Path data, Path run) throws IOException, InterruptedException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String each : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(SHARED.resolve("mysql_" + each + ".sql")));
        }
        sql.append("""

                FLUSH PRIVILEGES;
                CREATE USER admin@'%' IDENTIFIED BY 'secret';
                GRANT ALL ON *.* TO admin@'%';
                CREATE USER backup@'%' IDENTIFIED BY 'secret';
                GRANT RELOAD, BINLOG MONITOR ON *.* TO backup@'%';
                CREATE DATABASE shop;
                """);
        Path log = run.resolve("bootstrap.log");
        Process boot = command(data, List.of("--bootstrap"))
                .redirectInput(
                        Files.writeString(run.resolve("bootstrap.sql"), sql).toFile())
                .redirectOutput(log.toFile())
                .start();
        if (boot.waitFor() != 0) {
            throw new IOException("no data could be made in " + data + ":\n" + Files.readString(log));
        }
        return start(data, run);
    }

    /** Starts a server on data that are there, which recovers them if it has to. */
    static Mariadb start(Path data, Path run) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Mariadb server = new Mariadb(data, run);
            try {
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(server::answers);
                return server;
            } catch (RuntimeException e) {
                server.close();
                String log = Files.readString(run.resolve("server.log"));
                if (attempt == STARTS || !log.contains("Bind on TCP/IP port")) {
                    throw new IOException("the server in " + data + " did not start:\n" + log, e);
                }
            }
        }
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url() + "shop", "admin", "secret");
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The last column of the first row. */
    String one(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(row.getMetaData().getColumnCount())) : "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        if (Thread.currentThread() != hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended");
        }
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        return command(data, arguments);
    }

    private static ProcessBuilder command(Path data, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--lc-messages-dir=" + SHARED,
                "--innodb-log-file-size=16M",
                // the kernel gives back a killed process's io_uring, and the files in it, some time after its end
                "--skip-innodb-use-native-aio"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
