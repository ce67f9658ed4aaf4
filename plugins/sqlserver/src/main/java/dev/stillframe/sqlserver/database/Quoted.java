// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as they stand in Transact-SQL. */
public final class Quoted {
    private Quoted() {}

    /** An identifier: {@code [a]]b]}. */
    public static String name(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    public static String names(Collection<String> names) {
        return names.stream().map(Quoted::name).collect(Collectors.joining(", "));
    }

    /** A text: {@code N'it''s'}. */
    public static String text(String text) {
        return "N'" + text.replace("'", "''") + "'";
    }
}
