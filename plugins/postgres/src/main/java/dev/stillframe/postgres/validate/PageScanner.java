// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.PageCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;

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
     * @param pages how many were judged, with a last one that is only begun
     * @param carried how many were passed over
     * @param bad those that cannot be accepted as they are, counted from the file's first
     * @param latest the highest position in WAL that a good page carries, of those that were judged; 0 if none
     * @param latestAt which page that is, counted from the file's first
     */
    record Scan(long pages, long carried, BitSet bad, long latest, long latestAt) {}

    /** @param unchanged ranges of which whole pages are passed over, in order */
    Scan scan(RelationFile relation, List<ImageFile.Span> unchanged, Patience patience)
            throws IOException, WriterException {
        Judging judging = new Judging(relation, patience);
        long next = 0;
        long carried = 0;
        for (ImageFile.Span span : unchanged) {
            long first = (span.offset() + pageSize - 1) / pageSize;
            long end = span.end() / pageSize;
            if (first < end) {
                judging.pages(next, first);
                carried += end - first;
                next = end;
            }
        }
        judging.pages(next, Long.MAX_VALUE / pageSize);
        return new Scan(judging.judged, carried, judging.bad, judging.latest, judging.latestAt);
    }

    /** Goes through one file. */
    private final class Judging {
        private final ImageFile file;
        private final Patience patience;
        private final long firstBlock;
        private final BitSet bad = new BitSet();
        private long judged;
        private long latest;
        private long latestAt;

        Judging(RelationFile relation, Patience patience) {
            this.file = relation.file();
            this.patience = patience;
            this.firstBlock = (long) relation.segment() * segmentPages;
        }

        /** Judges pages up to another one, or to the end of the file. */
        void pages(long from, long to) throws IOException, WriterException {
            long page = from;
            while (page < to) {
                patience.check();
                int wanted = (int) Math.min(PIECE / pageSize, to - page);
                int got = read(file, page * pageSize, wanted * pageSize);
                for (int i = 0; i < got; i++) {
                    judge(i * (pageSize / Integer.BYTES), page + i);
                }
                judged += got;
                page += got;
                if (got < wanted) {
                    return;
                }
            }
        }

        private void judge(int at, long page) {
            PageCheck.State state = check.judge(words, at, firstBlock + page);
            if (state == PageCheck.State.BAD) {
                bad.set((int) page);
            } else if (state == PageCheck.State.GOOD && Long.compareUnsigned(PageCheck.rawLsn(words, at), latest) > 0) {
                latest = PageCheck.rawLsn(words, at);
                latestAt = page;
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
    private int read(ImageFile file, long at, int length) throws IOException {
        piece.clear().limit(length);
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
