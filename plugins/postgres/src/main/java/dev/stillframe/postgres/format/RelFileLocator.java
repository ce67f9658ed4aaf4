// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * Where a relation's files are (storage/relfilelocator.h). OIDs are unsigned 32-bit numbers.
 *
 * @param tablespace its OID
 * @param database its OID; 0 for relations that all databases share
 * @param relation the number in the files' names
 */
public record RelFileLocator(long tablespace, long database, long relation) {
    /** pg_default: the data directory's {@code base}. */
    public static final long DEFAULT_TABLESPACE = 1663;

    /** pg_global: the data directory's {@code global}. */
    public static final long GLOBAL_TABLESPACE = 1664;

    /** As the server's messages have it. */
    @Override
    public String toString() {
        return tablespace + "/" + database + "/" + relation;
    }
}
