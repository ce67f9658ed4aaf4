// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

/** Cuts files into chunks: the same bytes always at the same places. Keeps nothing between calls; any thread. */
public interface Chunker {
    /** The longest chunk that it makes, in bytes. */
    int longest();

    /**
     * How long the first chunk of these bytes is.
     *
     * @param length how many bytes there are, at least one: {@link #longest} or more, unless the file ends with them
     * @return from 1 to the smaller of both
     */
    int cut(byte[] data, int offset, int length);

    /** Whether a hole may be cut out at multiples of {@link #longest}; else zeros have to be read like everything. */
    boolean leavesHolesOut();
}
