// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.SourcePath;
import dev.stillframe.sqlserver.format.Allocation;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.DataPage.Protection;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.PageType;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Judges pages that are in use. One thread.
 *
 * @param fileId empty if the file does not say it reliably
 * @param logEnd the last record in the log; empty if there is no log to compare with
 * @param checkpoint from where a recovery will begin; empty if there is nothing to recover, or if that is not known
 * @param findings what is wrong
 * @param suspects what is wrong unless the database is encrypted
 */
record PageJudge(
        SourcePath path,
        OptionalInt fileId,
        Optional<Lsn> logEnd,
        Optional<Lsn> checkpoint,
        Encryption encryption,
        Findings findings,
        Findings suspects,
        Tally tally) {

    /** @param fresh whether the page may have been taken into use after the checkpoint: recovery then formats it anew */
    void judge(DataPage page, long number, boolean fresh) {
        if (page.zero() && fresh && fixed(number).isEmpty()) {
            tally.pagesUnwritten++;
        } else if (page.zero()) {
            findings.add(path, number, "the page is in use, but all zero");
        } else if (page.encrypted() && encryption != Encryption.NONE) {
            tally.pagesEncrypted++;
            boolean proved = page.intact() && page.protection() == Protection.CHECKSUM;
            if (!proved && encryption == Encryption.UNKNOWN) { // damage may have set the flag and cleared others
                suspects.add(path, number, "it says that it is encrypted, and carries no checksum that fits");
            }
        } else if (page.intact()) {
            readable(page, number);
        } else if (encryption == Encryption.ON) {
            tally.pagesEncrypted++;
        } else {
            findings.add(
                    path,
                    number,
                    page.protection() == Protection.CHECKSUM
                            ? "the page's checksum does not fit"
                            : "the page is torn: its sectors were not written together");
        }
    }

    private void readable(DataPage page, long number) {
        Optional<String> wrong = misplaced(page, number);
        if (wrong.isEmpty() && page.protection() != Protection.CHECKSUM) {
            wrong = page.impossible().map(what -> "the page cannot be one: " + what);
        }
        if (wrong.isEmpty() && logEnd.isPresent() && page.lsn().compareTo(logEnd.get()) > 0) {
            wrong = Optional.of("its last change " + page.lsn() + " lies beyond the end of the log " + logEnd.get());
        }
        if (wrong.isPresent()) {
            findings.add(path, number, wrong.get());
            return;
        }
        switch (page.protection()) {
            case CHECKSUM -> tally.pagesByChecksum++;
            case TORN_BITS -> tally.pagesByTornBits++;
            case NONE -> tally.pagesUnprotected++;
        }
    }

    private Optional<String> misplaced(DataPage page, long number) {
        if (fileId.isPresent() && !page.liesAt(number, fileId.getAsInt())) {
            return Optional.of("page " + page.place() + " lies here");
        }
        Optional<PageType> fixed = fixed(number);
        if (fixed.isPresent() && page.type() != fixed.get().number()) {
            return Optional.of("its type is " + page.type() + ", but a page of type "
                    + fixed.get().number() + " must lie here");
        }
        return Optional.empty();
    }

    private Optional<PageType> fixed(long number) {
        return Allocation.fixed(number, fileId.isPresent() && fileId.getAsInt() == 1);
    }
}
