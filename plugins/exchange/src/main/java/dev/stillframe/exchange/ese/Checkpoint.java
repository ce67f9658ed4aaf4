// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.Optional;

/**
 * A checkpoint: from where recovery would begin. It stands twice in its file.
 *
 * @param damagedCopy whether one of the two is bad
 */
public record Checkpoint(LogPosition from, Signature stream, boolean damagedCopy) {
    /** The size of one copy in bytes. */
    public static final int SIZE = 4096;

    private static final int CHECKPOINT = 4;

    /**
     * Reads it from its whole file.
     *
     * @return empty if neither copy is good
     */
    public static Optional<Checkpoint> read(byte[] file) {
        boolean first = good(file, 0);
        boolean second = good(file, SIZE);
        if (!first && !second) {
            return Optional.empty();
        }
        int at = first ? 0 : SIZE;
        return Optional.of(
                new Checkpoint(LogPosition.read(file, at + 12), Signature.read(file, at + 20), !first || !second));
    }

    private static boolean good(byte[] file, int at) {
        return file.length >= at + SIZE
                && Words.u8(file, at + DatabaseHeader.FILE_TYPE) == CHECKPOINT
                && Checksums.headerIsGood(file, at, SIZE);
    }
}
