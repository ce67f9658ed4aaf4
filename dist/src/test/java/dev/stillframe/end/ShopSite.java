// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.PostgresServerBuilder;
import dev.stillframe.shop.Shop;
import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** A running shop on a filesystem of some type, with a configured Stillframe beside it. */
final class ShopSite implements AutoCloseable {
    final Installation installation;
    final PostgresServer server;
    final Shop shop;
    final Stillframe stillframe;

    private ShopSite(Installation installation, PostgresServer server, Shop shop, Stillframe stillframe) {
        this.installation = installation;
        this.server = server;
        this.shop = shop;
        this.stillframe = stillframe;
    }

    /**
     * Opens a shop; skips the test, with the reason, where that filesystem cannot be made.
     *
     * @param type {@code btrfs}, {@code xfs} or {@code plain}
     * @param orders more lines of the application that is the database
     */
    static ShopSite on(String type, UnaryOperator<PostgresServerBuilder> server, String orders)
            throws IOException, SQLException {
        return in(new Installation(type), server, orders);
    }

    /** The same in an installation, which is closed with it. */
    static ShopSite in(Installation installation, UnaryOperator<PostgresServerBuilder> server, String orders)
            throws IOException, SQLException {
        try {
            Path files = installation.files;
            PostgresServer running = server.apply(
                            PostgresServer.in(files.resolve("database")).checksums(true))
                    .start();
            installation.closing(running);
            Shop shop = new Shop(running.dataSource("postgres"), files.resolve("uploads"));
            shop.open();
            String minimum = installation.type.equals("btrfs") ? "crash" : "live";
            Stillframe stillframe =
                    installation.configured("""
                    applications:
                      orders:
                        writer: postgres
                        settings: {url: "%s", user: postgres}
                        minimum-consistency: application
                        %s
                      uploads:
                        writer: files
                        settings: {paths: ["%s"]}
                        minimum-consistency: %s
                    jobs:
                      shop: {applications: [orders, uploads], freeze-timeout: 60s}
                    """.formatted(running.url("postgres"), orders, shop.uploads(), minimum));
            return new ShopSite(installation, running, shop, stillframe);
        } catch (IOException | SQLException | RuntimeException | AssertionError e) {
            installation.close();
            throw e;
        }
    }

    static ShopSite on(String type) throws IOException, SQLException {
        return on(type, UnaryOperator.identity(), "");
    }

    /** Runs SQL in the shop's database; returns the first field of the last statement's result, or an empty text. */
    String sql(String... statements) throws SQLException {
        return sql(server, statements);
    }

    static String sql(PostgresServer server, String... statements) throws SQLException {
        String result = "";
        try (Connection connection = server.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                result = "";
                if (statement.execute(each)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        result = rows.next() ? String.valueOf(rows.getString(1)) : "";
                    }
                }
            }
        }
        return result;
    }

    /** Restores the last backup. */
    Path restore() throws IOException {
        Path target = installation.work.resolve("restored");
        Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
        return target;
    }

    /** The server of a restored data directory, not yet started. */
    PostgresServer restored(Path target) throws IOException {
        PostgresBinaries binaries = server.binaries();
        return PostgresServer.in(Installation.below(target, server.dataDirectory()))
                .binaries(binaries)
                .open();
    }

    /** The shop of a restored server that runs. */
    Shop shopOf(PostgresServer restored, Path target) {
        return new Shop(restored.dataSource("postgres"), Installation.below(target, shop.uploads()));
    }

    @Override
    public void close() throws IOException {
        installation.close();
    }
}
