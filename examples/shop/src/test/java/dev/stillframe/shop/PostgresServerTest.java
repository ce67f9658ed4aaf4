// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path temp;

    @BeforeEach
    void letTheServerThrough() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void keepsItsDataThroughAStopAndAKill() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                .walDirectory(temp.resolve("wal"))
                .setting("application_name", "it's")
                .start()) {
            run(server, "create table t as select 42 as answer");
            server.stop();
            assertThat(server.running()).isFalse();
            server.start();
            server.kill();
            server.start();

            assertThat(one(server, "select answer from t")).isEqualTo("42");
            assertThat(one(server, "show data_checksums")).isEqualTo("on");
            assertThat(one(server, "show server_version"))
                    .isEqualTo(server.binaries().version());
            assertThat(Files.isSymbolicLink(temp.resolve("data/pg_wal"))).isTrue();
            assertThat(server.pid()).isPositive();
        }
    }

    @Test
    void saysWhyAServerDoesNotStart() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                .checksums(false)
                .setting("shared_buffers", "lots")
                .create()) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not start")
                    .hasMessageContaining("shared_buffers");
        }
    }

    private static void run(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
