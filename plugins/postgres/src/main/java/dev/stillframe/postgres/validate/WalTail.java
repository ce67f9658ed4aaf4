// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.format.WalBreak;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalPage;
import dev.stillframe.postgres.format.WalPages;
import dev.stillframe.postgres.format.WalStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tells whether WAL ends where its last whole record ends, or is broken there.
 *
 * <p>A server syncs a segment before it writes the next one (XLogWrite in access/transam/xlog.c), so a later segment in
 * use proves that everything before it was whole. Inside the last segment, pages may have reached the disk out of
 * order; there only bytes that are neither unwritten nor from an earlier use of the file are damage.
 */
final class WalTail {
    private static final int SECTOR = 4096; // what filesystems write at once, at least

    private final WalFormat format;
    private final WalFiles files;
    private final WalPages pages;

    WalTail(WalFormat format, WalFiles files) {
        this.format = format;
        this.files = files;
        this.pages = new WalPages(format, files);
    }

    /** Says what is written after the end although WAL is broken there; empty if it simply ends. */
    Optional<String> damage(WalStep.End end) throws IOException {
        if (end.cause() == WalStep.Cause.SHORT_SEGMENT) {
            return Optional.of("it is cut");
        }
        for (long segment : files.after(format.segment(end.badAt().value()))) {
            long start = segment * format.segmentSize();
            if (current(start)) {
                return Optional.of("WAL goes on at " + new Lsn(start));
            }
        }
        if (end.cause() == WalStep.Cause.NO_SEGMENT) {
            return Optional.empty();
        }
        Optional<Long> later = goesOn(end);
        return later.isEmpty() || unwritten(end, later.get())
                ? Optional.empty()
                : Optional.of("WAL goes on at " + new Lsn(later.get()));
    }

    /** The first page of the last segment that is in use after the break. */
    private Optional<Long> goesOn(WalStep.End end) throws IOException {
        long broken = pageOf(end.badAt().value());
        long segmentEnd = (format.segment(broken) + 1) * format.segmentSize();
        for (long page = broken + format.pageSize(); page < segmentEnd; page += format.pageSize()) {
            if (current(page)) {
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    /** Whether a piece of WAL between the end and a later page was never written in this use of the file. */
    private boolean unwritten(WalStep.End end, long later) throws IOException {
        for (long page = pageOf(end.at().value()); page < later; page += format.pageSize()) {
            long from = Math.max(end.at().value(), page);
            if (!current(page) || hasEmptySector(page, (int) (from - page))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasEmptySector(long position, int from) throws IOException {
        try {
            ByteBuffer page = pages.page(position);
            int any = 0;
            for (int i = from; i < page.capacity(); i++) {
                any |= page.get(i);
                if ((i + 1) % SECTOR == 0 || i + 1 == page.capacity()) {
                    if (any == 0) {
                        return true;
                    }
                    any = 0;
                }
            }
            return false;
        } catch (WalBreak e) {
            return false;
        }
    }

    private boolean current(long position) throws IOException {
        try {
            WalPage.parse(pages.page(position), position, format);
            return true;
        } catch (MalformedException | WalBreak e) {
            return false;
        }
    }

    private long pageOf(long position) {
        return position - position % format.pageSize();
    }
}
