// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.ArrayList;
import java.util.List;

/**
 * What the body of a log holds.
 *
 * @param good blocks whose checksum is right and that belong to this life of the file
 * @param unused segments that were never written, or only in an earlier life
 * @param bad what is wrong, with the index of the segment or the place of the record
 */
public record LogBlocks(long good, long unused, List<Bad> bad) {
    public LogBlocks {
        bad = List.copyOf(bad);
    }

    /** A place in the file, in bytes, and what is wrong there. */
    public record Bad(long at, String reason) {}

    /** Checks the whole file, which must be as long as its header says. */
    public static LogBlocks of(byte[] file, LogHeader header) {
        if (header.size() != file.length || header.sectorSize() == 0 || header.headerSectors() == 0) {
            return new LogBlocks(
                    0,
                    0,
                    List.of(new Bad(
                            0,
                            "its header says " + header.size() + " bytes in sectors of " + header.sectorSize()
                                    + ", and it has " + file.length)));
        }
        return header.segmented() ? Segments.check(file, header) : ChainedRecords.check(file, header);
    }

    /** Since Windows 8: segments that each carry their checksum. */
    private static final class Segments {
        static LogBlocks check(byte[] file, LogHeader header) {
            int size = header.sectorSize();
            if (size < 64 || Integer.bitCount(size) != 1) {
                return new LogBlocks(0, 0, List.of(new Bad(0, "segments of " + size + " bytes")));
            }
            long good = 0;
            long unused = 0;
            boolean ended = false;
            List<Bad> bad = new ArrayList<>();
            for (int i = header.headerSectors(); i < header.fileSectors(); i++) {
                int at = i * size;
                if (Words.zero(file, at, size)) {
                    unused++;
                    ended = true;
                } else if (matches(file, at, size, i)) {
                    LogPosition position = LogPosition.read(file, at + 8);
                    boolean stale = position.generation() < header.generation()
                            || (position.generation() == header.generation() && position.sector() < i);
                    if (stale) {
                        unused++; // from an earlier life of the file
                        ended = true;
                    } else if (ended) {
                        bad.add(new Bad(at, "a segment in use after one that never was"));
                    } else {
                        good++;
                    }
                } else if (matches(file, at, size, i - 1)) {
                    unused++; // the shadow of the last segment, written beside it
                } else {
                    bad.add(new Bad(at, "checksum mismatch"));
                }
            }
            return new LogBlocks(good, unused, bad);
        }

        private static boolean matches(byte[] file, int at, int size, int number) {
            return Words.i64(file, at) == Checksums.ecc(file, at, size, number, true);
        }
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
                    return new LogBlocks(
                            good, 0, List.of(new Bad(at, "no checksum record where the one before points")));
                }
                long back = Words.u32(file, at + 1);
                long forward = Words.u32(file, at + 5);
                long next = Words.u32(file, at + 9);
                if (back > at || forward > file.length - LENGTH - at) {
                    return new LogBlocks(good, 0, List.of(new Bad(at, "a checksum record over more than the file")));
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
                    return new LogBlocks(good, 0, List.of(new Bad(at, "checksum mismatch")));
                }
                good++;
                if (next == 0) {
                    return new LogBlocks(good, 0, List.of());
                }
                if (next > file.length - LENGTH - at) {
                    return new LogBlocks(good, 0, List.of(new Bad(at, "the next checksum record is beyond the file")));
                }
                at += LENGTH + (int) next;
            }
        }
    }
}
