// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a server keeps its files, as it says itself. The variables: "InnoDB System Variables" and "Server System
 * Variables" of the MariaDB Knowledge Base.
 *
 * @param folder the data directory, real
 * @param pageSize of InnoDB, in bytes
 * @param binlog whether there is a binary log
 */
record Layout(Path folder, String version, int pageSize, boolean binlog) {
    private static final String QUESTION = "SELECT @@version, @@datadir, @@innodb_page_size, @@log_bin,"
            + " @@innodb_data_home_dir, @@innodb_log_group_home_dir, @@innodb_undo_directory";

    private static final int LEAST_MAJOR = 10;
    private static final int LEAST_MINOR = 5;

    static Layout of(Connection connection, Server server) throws SQLException, WriterException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            refuseOtherServers(row.getString(1), server);
            Path folder = Path.of(row.getString(2)).toRealPath();
            if (!Files.isRegularFile(folder.resolve("ibdata1"))) {
                throw server.refusal(
                        "files-unseen",
                        "has its data in " + folder + ", where no ibdata1 can be seen",
                        "Stillframe must run on the server's machine, and see the same paths");
            }
            for (int column = 5; column <= 7; column++) {
                refuseElsewhere(row.getString(column), folder, server);
            }
            refuseLinks(folder, server);
            return new Layout(folder, row.getString(1), row.getInt(3), row.getBoolean(4));
        } catch (IOException e) {
            throw server.refusal("files-unseen", "has a data directory that cannot be seen here: " + e, "");
        }
    }

    List<Notice> notices() {
        return binlog
                ? List.of()
                : List.of(new Notice(
                        "mariadb.no-binlog",
                        "the server writes no binary log, so that this backup cannot be rolled forward",
                        "set log_bin"));
    }

    private static void refuseOtherServers(String version, Server server) throws WriterException {
        Matcher numbers = Pattern.compile("(\\d+)\\.(\\d+)\\..*MariaDB.*").matcher(version);
        boolean known = numbers.matches();
        int major = known ? Integer.parseInt(numbers.group(1)) : 0;
        if (major < LEAST_MAJOR || (major == LEAST_MAJOR && Integer.parseInt(numbers.group(2)) < LEAST_MINOR)) {
            throw server.refusal("version", "is " + version, "MariaDB 10.5 and later have what this writer needs");
        }
    }

    /** @param named by the server: absolute, or relative to the data directory; may be nothing at all */
    private static void refuseElsewhere(String named, Path folder, Server server) throws IOException, WriterException {
        if (named != null && !named.isEmpty() && !folder.resolve(named).toRealPath().equals(folder)) {
            throw server.refusal(
                    "elsewhere",
                    "keeps files of InnoDB in " + named + ", not in its data directory",
                    "this writer takes the data directory only");
        }
    }

    /** Tables that lie elsewhere (DATA DIRECTORY) have a file that ends in .isl where they should be. */
    private static void refuseLinks(Path folder, Server server) throws IOException, WriterException {
        try (Stream<Path> files = Files.find(folder, 2, (file, attributes) -> file.toString().endsWith(".isl"))) {
            Path link = files.findFirst().orElse(null);
            if (link != null) {
                throw server.refusal(
                        "elsewhere",
                        "has a table that lies elsewhere, see " + link,
                        "this writer takes the data directory only");
            }
        }
    }
}
