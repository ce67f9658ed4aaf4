// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.PageCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/** Reads files of relations, each forward and in large pieces, and judges their pages. Not thread-safe. */
final class PageScanner {
    private static final int PIECE = 1 << 20;

    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    private final int[] words = new int[PIECE / Integer.BYTES];
    private final int pageSize;
    private final int segmentPages;
    private final PageCheck check;

    PageScanner(int pageSize, int segmentPages, boolean checksums) {
        this.pageSize = pageSize;
        this.segmentPages = segmentPages;
        this.check = new PageCheck(pageSize, checksums);
    }

    /**
     * What a file holds.
     *
     * @param pages how many, with a last one that is only begun
     * @param bad those that cannot be accepted as they are, counted from the file's first
     * @param latest the highest position in WAL that a good page carries; 0 if none
     * @param latestAt which page that is, counted from the file's first
     */
    record Scan(long pages, BitSet bad, long latest, long latestAt) {}

    Scan scan(RelationFile relation, Patience patience) throws IOException, WriterException {
        ImageFile file = relation.file();
        BitSet bad = new BitSet();
        long firstBlock = (long) relation.segment() * segmentPages;
        long latest = 0;
        long latestAt = 0;
        long page = 0;
        for (long at = 0; ; at += PIECE) {
            patience.check();
            int pages = read(file, at);
            for (int i = 0; i < pages; i++, page++) {
                int from = i * (pageSize / Integer.BYTES);
                PageCheck.State state = check.judge(words, from, firstBlock + page);
                if (state == PageCheck.State.BAD) {
                    bad.set((int) page);
                } else if (state == PageCheck.State.GOOD
                        && Long.compareUnsigned(PageCheck.rawLsn(words, from), latest) > 0) {
                    latest = PageCheck.rawLsn(words, from);
                    latestAt = page;
                }
            }
            if (pages < PIECE / pageSize) {
                return new Scan(page, bad, latest, latestAt);
            }
        }
    }

    /** Says why one page is bad, as it is read now. */
    String reason(RelationFile relation, long page) throws IOException {
        piece.clear().limit(pageSize);
        ImageBytes.fill(relation.file(), piece, page * pageSize);
        int got = piece.position();
        if (got == 0) {
            return "the file ends before this page";
        }
        zeroFill(pageSize);
        if (got < pageSize) {
            return "only " + got + " bytes of the last page are there";
        }
        return check.reason(words, 0, (long) relation.segment() * segmentPages + page);
    }

    /**
     * Fills the words.
     *
     * @return how many pages they hold; the end of a last page that is only begun is zero, so that it passes only if
     *     nothing but zeroes was written: an extension of the file under way
     */
    private int read(ImageFile file, long at) throws IOException {
        piece.clear();
        ImageBytes.fill(file, piece, at);
        int got = piece.position();
        int pages = (got + pageSize - 1) / pageSize;
        zeroFill(pages * pageSize);
        return pages;
    }

    private void zeroFill(int length) {
        while (piece.position() < length) {
            piece.put((byte) 0);
        }
        piece.flip();
        piece.asIntBuffer().get(words, 0, length / Integer.BYTES);
    }
}
