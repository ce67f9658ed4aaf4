// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.Optional;

/**
 * The header of a log.
 *
 * @param generation its number in the stream
 * @param sectorSize in bytes; that of a segment since Windows 8
 * @param headerSectors how many of them the header takes
 * @param fileSectors how many the file has
 * @param created when it was begun
 * @param previousCreated when the generation before it was begun; none in the first
 * @param major the format's version: 8 with segments, 7 and before with chained checksums
 */
public record LogHeader(
        long generation,
        int sectorSize,
        int headerSectors,
        int fileSectors,
        LogTime created,
        LogTime previousCreated,
        int major,
        Signature stream) {
    /** In bytes. */
    public static final int SIZE = 4096;

    private static final int LOG = 3;

    /** Empty if the checksum is wrong or it is the header of something else. */
    public static Optional<LogHeader> read(byte[] head) {
        if (head.length < SIZE
                || Words.u8(head, DatabaseHeader.FILE_TYPE) != LOG
                || !Checksums.headerIsGood(head, 0, SIZE)) {
            return Optional.empty();
        }
        return Optional.of(new LogHeader(
                Words.u32(head, 4),
                Words.u16(head, 8),
                Words.u16(head, 10),
                Words.u16(head, 12),
                LogTime.read(head, 16),
                LogTime.read(head, 24),
                Words.i32(head, 32),
                Signature.read(head, 44)));
    }

    /** What its header says that the file has in bytes. */
    public long size() {
        return (long) sectorSize * fileSectors;
    }

    public boolean segmented() {
        return major >= 8;
    }
}
