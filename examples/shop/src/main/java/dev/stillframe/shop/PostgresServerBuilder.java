// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes a server before it exists. Not thread-safe. */
public final class PostgresServerBuilder {
    static final String SUPERUSER = "postgres";

    private final Path dataDirectory;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private List<String> wrapper = List.of();
    private @Nullable PostgresBinaries binaries;
    private @Nullable Path walDirectory;
    private boolean checksums = true;

    PostgresServerBuilder(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** Which PostgreSQL; without this, the embedded one. */
    public PostgresServerBuilder binaries(PostgresBinaries chosen) {
        binaries = chosen;
        return this;
    }

    /** Whether pages carry checksums; they do without this. */
    public PostgresServerBuilder checksums(boolean wanted) {
        checksums = wanted;
        return this;
    }

    /** Puts WAL into a folder of its own, which {@code pg_wal} then links to. */
    public PostgresServerBuilder walDirectory(Path folder) {
        walDirectory = folder.toAbsolutePath();
        return this;
    }

    /** A line of postgresql.conf. */
    public PostgresServerBuilder setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Arguments of the server's command line, for example {@code -c config_file=/etc/postgresql/postgresql.conf}. */
    public PostgresServerBuilder arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** A command that runs the server's command, for example {@code unshare --mount --}; it must become the server. */
    public PostgresServerBuilder under(String... command) {
        wrapper = List.of(command);
        return this;
    }

    /** Makes a new cluster, stopped. The data directory must be missing or empty; missing parents are made. */
    public PostgresServer create() throws IOException {
        PostgresServer server = open();
        try {
            makeFolder(server.account(), dataDirectory);
            if (walDirectory != null) {
                makeFolder(server.account(), walDirectory);
            }
            Command.output(initdb(server));
            StringBuilder lines = new StringBuilder("\n");
            settings.forEach((name, value) -> lines.append(name)
                    .append(" = '")
                    .append(value.replace("'", "''"))
                    .append("'\n"));
            Files.writeString(dataDirectory.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Makes a new cluster and starts it. */
    public PostgresServer start() throws IOException {
        PostgresServer server = create();
        try {
            server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Takes the cluster that lies there, stopped, for example a restored one. */
    public PostgresServer open() throws IOException {
        return new PostgresServer(
                binaries == null ? PostgresBinaries.embedded() : binaries, dataDirectory, wrapper, arguments);
    }

    private List<String> initdb(PostgresServer server) {
        List<String> command = new ArrayList<>(server.account().prefix());
        command.addAll(List.of(server.binaries().program("initdb"), "--pgdata", dataDirectory.toString()));
        command.addAll(List.of("--username", SUPERUSER, "--auth", "trust", "--no-locale", "--encoding", "UTF8"));
        command.add("--no-sync");
        if (walDirectory != null) {
            command.addAll(List.of("--waldir", walDirectory.toString()));
        }
        if (checksums) {
            command.add("--data-checksums");
        } else if (server.binaries().major() >= 18) {
            command.add("--no-data-checksums"); // the default was turned around there
        }
        return command;
    }

    private static void makeFolder(ServerAccount account, Path folder) throws IOException {
        Files.createDirectories(folder);
        account.give(folder);
    }
}
