// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads WAL page by page, forward, a piece of a segment at a time. Not thread-safe. */
public final class WalPages {
    private static final int PIECE = 1 << 20;

    private final WalFormat format;
    private final WalSource source;
    private final ByteBuffer piece;
    private long pieceStart = -1;

    public WalPages(WalFormat format, WalSource source) {
        this.format = format;
        this.source = source;
        this.piece = ByteBuffer.allocate(Math.min(PIECE, format.segmentSize())).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The page that begins at a position, unchecked; valid until the next call.
     *
     * @throws WalBreak if there is no file for it, or one of another size than a segment
     */
    public ByteBuffer page(long position) throws IOException, WalBreak {
        if (position < 0) {
            throw new WalBreak(new Lsn(position), WalStep.Cause.NO_SEGMENT, "no WAL can be at " + new Lsn(position));
        }
        long start = position - position % piece.capacity();
        if (start != pieceStart) {
            load(start);
        }
        return piece.slice((int) (position - start), format.pageSize()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The checked header of the page that begins at a position. */
    WalPage header(ByteBuffer page, long position) throws WalBreak {
        try {
            return WalPage.parse(page, position, format);
        } catch (MalformedException e) {
            throw new WalBreak(new Lsn(position), WalStep.Cause.PAGE, e.reason());
        }
    }

    private void load(long start) throws IOException, WalBreak {
        pieceStart = -1;
        long number = format.segment(start);
        Optional<ImageFile> found = source.segment(number);
        if (found.isEmpty()) {
            throw new WalBreak(
                    new Lsn(start), WalStep.Cause.NO_SEGMENT, "there is no WAL segment for " + new Lsn(start));
        }
        ImageFile file = found.get();
        if (file.size() != format.segmentSize()) {
            throw shortened(start, file.size());
        }
        piece.clear();
        while (piece.hasRemaining()) {
            if (file.read(piece, start % format.segmentSize() + piece.position()) < 0) {
                throw shortened(start, start % format.segmentSize() + piece.position());
            }
        }
        pieceStart = start;
    }

    private WalBreak shortened(long start, long size) {
        return new WalBreak(
                new Lsn(start),
                WalStep.Cause.SHORT_SEGMENT,
                "the WAL segment has " + size + " bytes and should have " + format.segmentSize());
    }
}
