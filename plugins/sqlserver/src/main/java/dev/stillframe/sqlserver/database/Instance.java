// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

/**
 * What an instance says about itself.
 *
 * @param name as it calls itself
 * @param major 16 is SQL Server 2022
 * @param version in full
 * @param platform {@code Linux} or {@code Windows}
 * @param started when it did, as it writes it: tells one life of an instance from the next
 * @param backupFolder where it writes backups by default; empty if it does not say
 */
public record Instance(
        String name, int major, String version, String edition, String platform, String started, String backupFolder) {
    /** SQL Server 2022: the first that can be suspended by a statement. */
    public static final int FIRST_WITH_SUSPEND = 16;
    /** SQL Server 2012: the first that is asked the questions of {@link ServerCatalog}. */
    public static final int FIRST_ON_WINDOWS = 11;

    public boolean linux() {
        return platform.equalsIgnoreCase("Linux");
    }
}
