// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.List;

/**
 * What the body of a log holds.
 *
 * @param good blocks whose checksum is right and that belong to this life of the file
 * @param unused segments that were never written, or only in an earlier life
 * @param bad what is wrong, with the index of the segment or the place of the record
 * @param mended what is wrong and what a recovery puts right by itself
 */
public record LogBlocks(long good, long unused, List<Bad> bad, List<Bad> mended) {
    public LogBlocks {
        bad = List.copyOf(bad);
        mended = List.copyOf(mended);
    }

    private LogBlocks(long good, List<Bad> bad) {
        this(good, 0, bad, List.of());
    }

    /** A place in the file, in bytes, and what is wrong there. */
    public record Bad(long at, String reason) {}

    /** Checks the whole file, which must be as long as its header says. */
    public static LogBlocks of(byte[] file, LogHeader header) {
        if (header.size() != file.length || header.sectorSize() == 0 || header.headerSectors() == 0) {
            return new LogBlocks(
                    0,
                    List.of(new Bad(
                            0,
                            "its header says " + header.size() + " bytes in sectors of " + header.sectorSize()
                                    + ", and it has " + file.length)));
        }
        return header.segmented() ? LogSegments.check(file, header) : ChainedRecords.check(file, header);
    }

    /** Before Windows 8: checksum records, each naming the next. */
    private static final class ChainedRecords {
        private static final int TYPE = 42;
        private static final int LENGTH = 22;
        private static final int SEED = 0xFEEDBEAF;
        private static final int SHADOW = 0x5AD05EC7;

        static LogBlocks check(byte[] file, LogHeader header) {
            long good = 0;
            int at = header.sectorSize() * header.headerSectors();
            while (true) {
                if (at > file.length - LENGTH || Words.u8(file, at) != TYPE) {
                    return new LogBlocks(good, List.of(new Bad(at, "no checksum record where the one before points")));
                }
                long back = Words.u32(file, at + 1);
                long forward = Words.u32(file, at + 5);
                long next = Words.u32(file, at + 9);
                if (back > at || forward > file.length - LENGTH - at) {
                    return new LogBlocks(good, List.of(new Bad(at, "a checksum record over more than the file")));
                }
                int stored = Words.i32(file, at + 13);
                int computed = SEED
                        ^ Words.xor(file, (int) (at - back), (int) back)
                        ^ Words.xor(file, at + LENGTH, (int) forward)
                        ^ (int) back
                        ^ (int) forward
                        ^ (int) next
                        ^ Words.u8(file, at + 21)
                        ^ (int) header.generation();
                if (stored != computed && stored != (computed ^ SHADOW)) {
                    return new LogBlocks(good, List.of(new Bad(at, "checksum mismatch")));
                }
                good++;
                if (next == 0) {
                    return new LogBlocks(good, List.of());
                }
                if (next > file.length - LENGTH - at) {
                    return new LogBlocks(good, List.of(new Bad(at, "the next checksum record is beyond the file")));
                }
                at += LENGTH + (int) next;
            }
        }
    }
}
