// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.example.mariadb.innodb.PageFormat.Judgement;

/** One tablespace: a file, or several whose pages are numbered on. */
final class PageFile {
    private static final int PAGES_AT_ONCE = 64;

    private final List<ImageFile> files;
    private final int pageSize;
    private final OptionalLong checkpoint;
    private final Doublewrite copies;
    private final Tally tally;

    /** @param checkpoint the log's position from which recovery starts; without one nothing can be recovered */
    PageFile(List<ImageFile> files, int pageSize, OptionalLong checkpoint, Doublewrite copies, Tally tally) {
        this.files = List.copyOf(files);
        this.pageSize = pageSize;
        this.checkpoint = checkpoint;
        this.copies = copies;
        this.tally = tally;
    }

    /** Stops between two pieces, by an exception, when its time is over. */
    interface Pace {
        void next() throws IOException;
    }

    void check(Pace pace) throws IOException {
        ImageFile first = files.get(0);
        Page head = new Page(Reading.fully(first, 0, pageSize));
        if (head.bytes().limit() < PageFormat.SMALLEST_FILE) {
            tally.bad(first.path(), OptionalLong.empty(), "is shorter than a page");
            return;
        }
        if (head.empty()) {
            checkWithoutFirst(pace);
            return;
        }
        Optional<PageFormat> format = PageFormat.of(head.word(Page.FILE_FLAGS), pageSize);
        if (format.isEmpty()) {
            tally.bad(first.path(), OptionalLong.of(0), "its flags tell another page size than the server's");
            return;
        }
        int size = format.get().size();
        long pages = files.stream().mapToLong(file -> file.size() / size).sum();
        if (pages < head.word(Page.FILE_SIZE)) {
            tally.bad(
                    first.path(),
                    OptionalLong.empty(),
                    "has " + pages + " pages of " + head.word(Page.FILE_SIZE) + ": it was cut off");
        }
        long number = 0;
        for (ImageFile file : files) {
            check(file, number, head.space(), format.get(), pace);
            number += file.size() / size;
        }
    }

    /**
     * A file that was made a moment before has no first page yet: the log has what belongs there. Not if another page was
     * last changed before the checkpoint: the first one was changed before that, and written by then.
     */
    private void checkWithoutFirst(Pace pace) throws IOException {
        for (ImageFile file : files) {
            for (long at = 0; at + pageSize <= file.size(); at += pageSize) {
                pace.next();
                Page page = new Page(Reading.fully(file, at, pageSize));
                if (!page.empty() && page.lsn() < checkpoint.orElse(Long.MAX_VALUE)) {
                    String reason = "is empty, and another page of the file is older than the checkpoint";
                    tally.bad(files.get(0).path(), OptionalLong.of(0), reason);
                    return;
                }
            }
            tally.unverifiable(file.size() / pageSize);
        }
    }

    private void check(ImageFile file, long firstNumber, long space, PageFormat format, Pace pace)
            throws IOException {
        int size = format.size();
        ByteBuffer piece = ByteBuffer.allocate(PAGES_AT_ONCE * size);
        for (long at = 0; at + size <= file.size(); at += piece.capacity()) {
            pace.next();
            Reading.fill(file, at, piece);
            for (int i = 0; (i + 1) * size <= piece.limit(); i++) {
                long block = at / size + i;
                judge(file, block, firstNumber + block, new Page(piece.slice(i * size, size)), space, format);
            }
        }
    }

    private void judge(ImageFile file, long block, long number, Page page, long space, PageFormat format) {
        if (page.empty() || copies.contains(space, number)) {
            tally.unverifiable(1);
            return;
        }
        Judgement judgement = format.judge(page);
        boolean here = format.belongs(page, space, number);
        if (judgement == Judgement.UNVERIFIABLE) {
            tally.unverifiable(1);
        } else if (judgement == Judgement.GOOD && here) {
            tally.good();
        } else if (copies.heals(space, number, format)) {
            tally.healed();
        } else {
            String reason = judgement == Judgement.GOOD
                    ? "is page " + page.number() + " of tablespace " + page.space() + ", written to the wrong place"
                    : "wrong checksum";
            tally.bad(file.path(), OptionalLong.of(block), reason);
        }
    }
}
