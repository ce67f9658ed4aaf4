// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

/**
 * A file or folder of a database, as {@code sys.master_files} has it.
 *
 * @param id unique in its database
 * @param name the logical name
 * @param path as the instance sees it
 * @param online whether the instance has it open
 */
public record DatabaseFile(int id, Kind kind, String name, String path, boolean online) {
    /** What it holds; the numbers are those of {@code sys.master_files.type}. */
    public enum Kind {
        ROWS,
        LOG,
        /** A folder of FILESTREAM data or of memory-optimised tables. */
        CONTAINER,
        /** Full-text catalogues of versions before 2008. */
        FULL_TEXT;

        static Kind of(int number) {
            return switch (number) {
                case 0 -> ROWS;
                case 1 -> LOG;
                case 2 -> CONTAINER;
                default -> FULL_TEXT;
            };
        }
    }
}
