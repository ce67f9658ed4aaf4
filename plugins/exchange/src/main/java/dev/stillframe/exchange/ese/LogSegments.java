// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import dev.stillframe.exchange.ese.LogBlocks.Bad;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a log since Windows 8: segments that each carry their checksum and their place in the stream. Judged by the
 * rules by which the engine reads a log ({@code LOG_READ_BUFFER::ErrLGCheckReadLastLogRecordFF}). One thread.
 */
final class LogSegments {
    /** Of the checksum that corrects bits: which format it is cannot be corrected by it. */
    private static final int FORMAT_BIT = 301;

    private final byte[] file;
    private final LogHeader header;
    private final int size;
    private final List<Bad> bad = new ArrayList<>();
    private final List<Bad> mended = new ArrayList<>();
    private long good;
    private long unused;
    /** Whether a segment was met that is not of this life: none may follow that is. */
    private boolean ended;

    private LogSegments(byte[] file, LogHeader header) {
        this.file = file;
        this.header = header;
        size = header.sectorSize();
    }

    /** Checks a file that is as long as its header says. */
    static LogBlocks check(byte[] file, LogHeader header) {
        if (header.sectorSize() < 64 || Integer.bitCount(header.sectorSize()) != 1) {
            return new LogBlocks(0, 0, List.of(new Bad(0, "segments of " + header.sectorSize() + " bytes")), List.of());
        }
        LogSegments segments = new LogSegments(file, header);
        int last = header.fileSectors() - 1; // only ever the shadow of the one before it
        for (int i = header.headerSectors(); i < last; i++) {
            segments.judge(i);
        }
        return new LogBlocks(segments.good, segments.unused + 1, segments.bad, segments.mended);
    }

    /** What a checksum says about a segment. */
    private enum Sum {
        RIGHT,
        CORRECTABLE,
        WRONG
    }

    private void judge(int index) {
        int at = index * size;
        if (Words.zero(file, at, size)) {
            unused();
            return;
        }
        Sum own = sum(index, index);
        if (own != Sum.WRONG) {
            placed(index, own);
        } else if (index > header.headerSectors() && sum(index, index - 1) != Sum.WRONG) {
            unused(); // the shadow of the last segment, written beside it
        } else if (!ended && shadowed(index)) {
            mended.add(new Bad(at, "a torn segment, which recovery replaces by its shadow"));
            good++;
        } else {
            bad.add(new Bad(at, "checksum mismatch"));
        }
    }

    private void unused() {
        unused++;
        ended = true;
    }

    private void placed(int index, Sum sum) {
        int at = index * size;
        int order = position(at).compareTo(new LogPosition(header.generation(), index, 0));
        if (order < 0) {
            unused(); // from an earlier life of the file
        } else if (order > 0) {
            bad.add(new Bad(at, "a segment of the place " + position(at) + " lies here"));
        } else if (ended) {
            bad.add(new Bad(at, "a segment in use after one that never was"));
        } else {
            good++;
            if (sum == Sum.CORRECTABLE) {
                mended.add(new Bad(at, "one bit of a segment is wrong, and its checksum corrects it"));
            }
        }
    }

    /** Whether the segment that was being written lies behind its torn self once more. */
    private boolean shadowed(int index) {
        return sum(index + 1, index) != Sum.WRONG
                && position((index + 1) * size).equals(new LogPosition(header.generation(), index, 0));
    }

    private LogPosition position(int at) {
        return LogPosition.read(file, at + 8);
    }

    private Sum sum(int index, int number) {
        int at = index * size;
        long stored = Words.i64(file, at);
        long computed = Checksums.ecc(file, at, size, number, true);
        if (stored == computed) {
            return Sum.RIGHT;
        }
        int bit = Checksums.wrongBit(stored, computed, size);
        return bit >= 0 && bit != FORMAT_BIT ? Sum.CORRECTABLE : Sum.WRONG;
    }
}
