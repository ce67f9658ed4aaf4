// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an audit of a shop found.
 *
 * @param purchases rows
 * @param files in the folder of uploads
 * @param missing purchases whose file is not there
 * @param different purchases whose file has another content
 * @param unexplained files without a purchase
 * @param balance all accounts together
 */
public record ShopAudit(
        long purchases,
        long files,
        List<String> missing,
        List<String> different,
        List<String> unexplained,
        long balance) {

    /** Reads every row and every file. */
    public static ShopAudit of(Shop shop) throws SQLException, IOException {
        Set<String> unexplained = names(shop.uploads());
        long files = unexplained.size();
        List<String> missing = new ArrayList<>();
        List<String> different = new ArrayList<>();
        long purchases = 0;
        try (Connection connection = shop.database().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT file, sha256 FROM purchase")) {
                while (rows.next()) {
                    purchases++;
                    String file = rows.getString(1);
                    if (!unexplained.remove(file)) {
                        missing.add(file);
                    } else if (!Customers.sha256(
                                    Files.readAllBytes(shop.uploads().resolve(file)))
                            .equals(rows.getString(2))) {
                        different.add(file);
                    }
                }
            }
            return new ShopAudit(purchases, files, missing, different, List.copyOf(unexplained), balance(statement));
        }
    }

    /** Whether the books balance and every purchase has its file. */
    public boolean sound() {
        return missing.isEmpty() && different.isEmpty() && balanced();
    }

    /** Whether the balances add up to what they were at the beginning. */
    public boolean balanced() {
        return balance == Shop.ACCOUNTS * Shop.BALANCE;
    }

    private static long balance(Statement statement) throws SQLException {
        try (ResultSet sum = statement.executeQuery("SELECT sum(balance)::bigint FROM account")) {
            sum.next();
            return sum.getLong(1);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        return names;
    }
}
