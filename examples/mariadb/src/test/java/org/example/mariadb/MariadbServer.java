// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.mariadb.jdbc.Driver;

/** Debian's server with data of its own, on a free loopback port. Ends with the JVM, unless that is killed. */
final class MariadbServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    private static final Path SHARED = Path.of("/usr/share/mysql");
    private static final long START_SECONDS = 60;
    private static final int STARTS = 3; // another process may take the port that was just free

    private final Path folder;
    private final List<String> options;
    private final Thread hook = new Thread(this::kill, "end of MariaDB");
    private int port;
    private Process process;

    /** @param folder for its data, its log and a password file */
    MariadbServer(Path folder, String... options) throws IOException, InterruptedException {
        this.folder = folder;
        this.options = List.of(options);
        Files.createDirectory(data());
        Files.writeString(folder.resolve("password"), "secret\n");
        bootstrap();
        Runtime.getRuntime().addShutdownHook(hook);
        for (int attempt = 1; process == null; attempt++) {
            port = freePort();
            try {
                start();
            } catch (IOException e) {
                if (attempt == STARTS || !Files.readString(log()).contains("Bind on TCP/IP port")) {
                    close();
                    throw e;
                }
                process = null;
            }
        }
    }

    static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    Path data() {
        return folder.resolve("data");
    }

    Path passwordFile() {
        return folder.resolve("password");
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/";
    }

    long pid() {
        return process.pid();
    }

    /** On its port, also after a stop. */
    void start() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--log-bin=binlog"));
        process = command(arguments).redirectOutput(log().toFile()).start();
        for (long tries = START_SECONDS * 50; !answers(); tries--) {
            if (tries == 0 || !process.isAlive()) {
                kill();
                throw new IOException("the server in " + data() + " did not start:\n" + Files.readString(log()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Ends it in good order: everything is written to its place. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** A session of the administrator. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "admin");
        properties.setProperty("password", "secret");
        properties.setProperty("connectTimeout", "10000");
        return new Driver().connect(url() + "shop", properties);
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
            return row.next() ? row.getString(row.getMetaData().getColumnCount()) : "";
        }
    }

    /** Makes the system tables, and two accounts: one for the test, one with no more rights than the writer needs. */
    private void bootstrap() throws IOException, InterruptedException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String each : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(SHARED.resolve("mysql_" + each + ".sql")));
        }
        sql.append("\nFLUSH PRIVILEGES;\n")
                .append("CREATE USER admin@'%' IDENTIFIED BY 'secret';\nGRANT ALL ON *.* TO admin@'%';\n")
                .append("CREATE USER backup@'%' IDENTIFIED BY 'secret';\n")
                .append("GRANT RELOAD, BINLOG MONITOR ON *.* TO backup@'%';\nCREATE DATABASE shop;\n");
        Path script = Files.writeString(folder.resolve("bootstrap.sql"), sql);
        Process boot = command(List.of("--bootstrap"))
                .redirectInput(script.toFile())
                .redirectOutput(log().toFile())
                .start();
        if (boot.waitFor() != 0) {
            throw new IOException("no data could be made in " + data() + ":\n" + Files.readString(log()));
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"), // root needs to say so
                "--datadir=" + data(),
                "--lc-messages-dir=" + SHARED,
                "--innodb-log-file-size=16M",
                "--innodb-use-native-aio=0")); // so that a stopped server writes nothing
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
