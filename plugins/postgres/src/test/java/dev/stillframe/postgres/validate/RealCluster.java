// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A real cluster with a tablespace, in a folder of its own. */
final class RealCluster implements AutoCloseable {
    static final ComponentId ID = new ComponentId("cluster");
    static final Deadline PLENTY = () -> Duration.ofMinutes(10);
    static final Path DEBIAN_15 = Path.of("/usr/lib/postgresql/15/bin");

    final Path data;
    final Path space;
    final PostgresServer server;

    RealCluster(Path folder, PostgresBinaries binaries, boolean checksums) throws IOException, SQLException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        space = Files.createDirectory(folder.resolve("space"));
        server = PostgresServer.in(data)
                .binaries(binaries)
                .checksums(checksums)
                .setting("autovacuum", "off")
                .setting("checkpoint_timeout", "1h")
                .setting("max_wal_size", "1GB")
                .setting("max_wal_senders", "0")
                .setting("shared_buffers", "2MB") // so that changed pages reach the disk without a checkpoint
                .setting("fsync", "off")
                .start();
        server.account().give(space);
        run("create tablespace side location '" + space + "'");
    }

    /** Ends the server without a checkpoint, and all its processes with it: after a SIGKILL some would write on. */
    void crash() throws IOException {
        server.stopImmediately();
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String one(String sql) throws SQLException {
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Where a table's or index's first file lies. */
    SourcePath file(String relation) throws SQLException {
        return SourcePath.of(
                one("select pg_relation_filepath('" + relation + "')").startsWith("pg_tblspc")
                        ? space
                                + one("select regexp_replace(pg_relation_filepath('" + relation
                                        + "'), '^pg_tblspc/[0-9]+', '')")
                        : data + "/" + one("select pg_relation_filepath('" + relation + "')"));
    }

    FolderImage image() throws IOException {
        return FolderImage.of(data, space);
    }

    ClusterPlace place() throws IOException {
        SourcePath folder = SourcePath.of(data.toString());
        Map<Long, SourcePath> spaces = Map.of();
        try (var links = Files.list(data.resolve("pg_tblspc"))) {
            Optional<Path> link = links.findFirst();
            if (link.isPresent()) {
                spaces = Map.of(Long.parseLong(link.get().getFileName().toString()), SourcePath.of(space.toString()));
            }
        }
        return new ClusterPlace(folder, spaces, folder.resolve("pg_wal"));
    }

    PgControl control() throws Exception {
        return PgControl.parse(Files.readAllBytes(data.resolve("global/pg_control")));
    }

    long systemIdentifier() throws IOException {
        return java.nio.ByteBuffer.wrap(Files.readAllBytes(data.resolve("global/pg_control")))
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong(0);
    }

    Verdict verdict(FolderImage image) throws IOException, WriterException {
        return verdict(image, new RecoveryEnd.EndOfWal());
    }

    Verdict verdict(FolderImage image, RecoveryEnd end) throws IOException, WriterException {
        return new ClusterValidation(place(), systemIdentifier(), end).verdict(image, ID, PLENTY);
    }

    SourcePath path(String relative) {
        return SourcePath.of(data.resolve(relative).toString());
    }

    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
