// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Map;

/** The internal version of a database, and the product that writes it. */
public final class DatabaseVersion {
    public static final int SQL_SERVER_2005 = 611;
    /** The newest version of which real files proved the checkpoint's place in the boot page. */
    public static final int NEWEST_PROVEN = 869;

    private static final Map<Integer, String> PRODUCTS = Map.ofEntries(
            Map.entry(515, "SQL Server 7.0"),
            Map.entry(539, "SQL Server 2000"),
            Map.entry(611, "SQL Server 2005"),
            Map.entry(612, "SQL Server 2005"),
            Map.entry(655, "SQL Server 2008"),
            Map.entry(660, "SQL Server 2008 R2"),
            Map.entry(661, "SQL Server 2008 R2"),
            Map.entry(706, "SQL Server 2012"),
            Map.entry(782, "SQL Server 2014"),
            Map.entry(852, "SQL Server 2016"),
            Map.entry(869, "SQL Server 2017"),
            Map.entry(904, "SQL Server 2019"),
            Map.entry(957, "SQL Server 2022"));

    private DatabaseVersion() {}

    /** The product's name, or the number alone if it is not known. */
    public static String product(int version) {
        return PRODUCTS.getOrDefault(version, "an unknown version") + " (" + version + ")";
    }

    public static boolean known(int version) {
        return PRODUCTS.containsKey(version);
    }
}
