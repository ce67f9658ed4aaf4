// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Real servers for tests. */
final class Servers {
    private Servers() {}

    /** One of each major version: 13 to 17 from jars that the build laid beside the classes, and the embedded one. */
    static Stream<PostgresBinaries> ofEveryVersion() throws IOException {
        List<PostgresBinaries> all = new ArrayList<>();
        try (Stream<Path> jars = Files.list(Path.of("target/postgres-binaries"))) {
            jars.sorted().forEach(jar -> {
                try {
                    all.add(PostgresBinaries.inJar(jar));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        all.add(PostgresBinaries.embedded());
        return all.stream();
    }

    /** The two ends of what is supported. */
    static Stream<PostgresBinaries> oldestAndNewest() throws IOException {
        List<PostgresBinaries> all = ofEveryVersion().toList();
        return Stream.of(all.get(0), all.get(all.size() - 1));
    }

    /** Lets the server's account pass through a temporary folder of JUnit. */
    static void open(Path temp) throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A folder that the server's account owns. */
    static Path folder(PostgresServer server, Path folder) throws IOException {
        Files.createDirectories(folder);
        server.account().give(folder);
        return folder;
    }

    static void run(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String one(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    /** How many sessions of the writer the server still has. */
    static int sessions(PostgresServer server) throws SQLException {
        return Integer.parseInt(
                one(server, "select count(*) from pg_stat_activity where application_name = 'stillframe'"));
    }
}
