// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the records of a WAL one after the other, across pages and segments (access/transam/xlogreader.c). Memory is
 * bounded: of a long record only what is needed is kept. Not thread-safe.
 */
public final class WalReader {
    private static final int ALIGNMENT = 8;
    private static final long LONGEST = 1020L << 20;

    private final WalFormat format;
    private final WalPages pages;
    private long next;
    private long previous;
    private int timeline;
    private long checkedStart = -1;
    private WalPage checked = new WalPage(0, 0, 0, false);

    /** @param start where a record begins, such as a checkpoint's redo */
    public WalReader(WalFormat format, WalSource source, Lsn start) {
        this.format = format;
        this.pages = new WalPages(format, source);
        this.next = start.value();
    }

    /** The next record, or why there is none; after an end always the same end. */
    public WalStep next() throws IOException {
        long at = next;
        try {
            while (true) {
                at = skipHeader(next);
                RecordBytes bytes = read(at);
                if (bytes.complete()) {
                    WalRecord record = decode(bytes, at);
                    previous = at;
                    next = record.end().value();
                    return new WalStep.Read(record);
                }
                next = bytes.end(); // given up by the server after a crash: go on at the page that says so
            }
        } catch (WalBreak e) {
            return new WalStep.End(new Lsn(at), e.at(), e.kind(), e.reason());
        } catch (MalformedException e) {
            return new WalStep.End(new Lsn(at), new Lsn(at), WalStep.Cause.RECORD, e.reason());
        }
    }

    /** Where a record begins whose predecessor ends here: behind the page's header. */
    private long skipHeader(long position) throws IOException, WalBreak {
        int offset = (int) Long.remainderUnsigned(position, format.pageSize());
        long start = position - offset;
        WalPage header = header(start);
        if (offset == 0) {
            if (header.continued() > 0 && !header.overwrites()) {
                throw new WalBreak(
                        new Lsn(start), WalStep.Cause.PAGE, "the WAL page continues a record that is not before it");
            }
            return start + header.length();
        }
        if (offset < header.length() || offset % ALIGNMENT != 0) {
            throw new WalBreak(
                    new Lsn(position), WalStep.Cause.RECORD, "no WAL record can begin at " + new Lsn(position));
        }
        return position;
    }

    private RecordBytes read(long at) throws IOException, WalBreak, MalformedException {
        long pageStart = at - Long.remainderUnsigned(at, format.pageSize());
        int offset = (int) (at - pageStart);
        ByteBuffer page = pages.page(pageStart);
        long length = page.getInt(offset) & 0xffff_ffffL;
        if (length < RecordBytes.HEADER || length > LONGEST) {
            throw new MalformedException(
                    length == 0 ? "there is no WAL record" : "the WAL record's length is " + length);
        }
        RecordBytes bytes = new RecordBytes(length, at, previous);
        while (true) {
            int share = (int) Math.min(page.capacity() - offset, length - bytes.received());
            bytes.add(page.slice(offset, share), pageStart + offset + share);
            if (bytes.complete()) {
                return bytes;
            }
            pageStart += format.pageSize();
            WalPage header = header(pageStart);
            if (header.overwrites()) {
                bytes.abandon(pageStart);
                return bytes;
            }
            if (header.continued() != length - bytes.received()) {
                throw new WalBreak(
                        new Lsn(pageStart),
                        WalStep.Cause.PAGE,
                        "the WAL page does not continue the record at " + new Lsn(at));
            }
            page = pages.page(pageStart);
            offset = header.length();
        }
    }

    private WalRecord decode(RecordBytes bytes, long at) throws WalBreak {
        try {
            return bytes.decode(new Lsn(at), end(bytes, bytes.end()), format.release());
        } catch (MalformedException e) { // any of its pages may be the bad one
            throw new WalBreak(new Lsn(bytes.end() - 1), WalStep.Cause.RECORD, e.reason());
        }
    }

    private WalPage header(long start) throws IOException, WalBreak {
        if (start == checkedStart) {
            return checked;
        }
        WalPage header = pages.header(pages.page(start), start);
        if (Integer.compareUnsigned(header.timeline(), timeline) < 0) {
            throw new WalBreak(
                    new Lsn(start), WalStep.Cause.PAGE, "the WAL page's timeline goes back to " + header.timeline());
        }
        timeline = header.timeline();
        checkedStart = start;
        checked = header;
        return header;
    }

    private Lsn end(RecordBytes bytes, long lastByteEnd) {
        long unit = bytes.switchesSegment() ? format.segmentSize() : ALIGNMENT;
        return new Lsn((lastByteEnd + unit - 1) / unit * unit);
    }
}
