// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.Allocation;
import dev.stillframe.sqlserver.format.DataPage;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A part of a data file that one thread checks: the pages that one PFS page describes, or the last of them.
 *
 * @param from the first page
 * @param to after the last page
 */
record Stretch(DatabaseFile file, OptionalInt fileId, long from, long to) {
    /** How many pages are read at once. */
    static final int BATCH = 128;

    /**
     * Reads the pages in use.
     *
     * @param buffer for {@link #BATCH} pages
     */
    void read(byte[] buffer, PageJudge judge, Patience patience) throws IOException, WriterException {
        Maps maps = new Maps(file.file(), fileId, from);
        boolean fresh = judge.checkpoint().map(maps::changedAfter).orElse(false);
        boolean[] wanted = new boolean[BATCH];
        for (long batch = from; batch < to; batch += BATCH) {
            patience.check();
            int count = (int) Math.min(BATCH, to - batch);
            int first = count;
            int last = -1;
            for (int i = 0; i < count; i++) {
                wanted[i] = wanted(batch + i, maps, judge.tally());
                if (wanted[i]) {
                    first = Math.min(first, i);
                    last = i;
                }
            }
            if (last >= 0) {
                judge(buffer, batch + first, last - first + 1, wanted, first, judge, fresh);
            }
        }
    }

    private boolean wanted(long page, Maps maps, Tally tally) throws IOException {
        boolean primary = fileId.isPresent() && fileId.getAsInt() == 1;
        if (page == 0) {
            return file.header().isPresent(); // what is wrong with it was found already
        }
        if (Allocation.fixed(page, primary).isPresent()) {
            return true;
        }
        Optional<Boolean> inUse = maps.inUse(page);
        if (inUse.isEmpty()) {
            tally.pagesUnknown++;
        }
        return inUse.orElse(false);
    }

    private void judge(
            byte[] buffer, long page, int count, boolean[] wanted, int offset, PageJudge judge, boolean fresh)
            throws IOException {
        int read = ImageBytes.fill(file.file(), buffer, count * DataPage.SIZE, page * DataPage.SIZE);
        if (read < count * DataPage.SIZE) {
            throw new IOException(file.path() + " ends at byte " + (page * DataPage.SIZE + read)
                    + ", though it said that it has " + file.file().size());
        }
        for (int i = 0; i < count; i++) {
            if (wanted[offset + i]) {
                judge.judge(new DataPage(buffer, i * DataPage.SIZE), page + i, fresh);
            }
        }
    }
}
