// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * Judges relation pages as the server does when it reads them (storage/page/bufpage.c): checksum, and a header that
 * makes sense; a page that was never initialised is all zero. Not thread-safe.
 */
public final class PageCheck {
    private static final int LAYOUT_VERSION = 4;
    private static final int FLAGS = 0x7;

    private final int pageSize;
    private final boolean checksums;
    private final PageChecksum checksum;

    /** @param checksums whether the cluster's pages carry checksums */
    public PageCheck(int pageSize, boolean checksums) {
        this.pageSize = pageSize;
        this.checksums = checksums;
        this.checksum = new PageChecksum(pageSize);
    }

    /** What a page is. */
    public enum State {
        GOOD,
        /** All zero: the file was extended and the page not used yet. */
        NEW,
        BAD
    }

    /**
     * Judges one page.
     *
     * @param words little-endian words of which the page is a part
     * @param from the index of the page's first word
     * @param block the page's number in its relation's fork
     */
    public State judge(int[] words, int from, long block) {
        if (upper(words, from) == 0) {
            return zero(words, from) ? State.NEW : State.BAD;
        }
        if (checksums && stored(words, from) != checksum.of(words, from, (int) block)) {
            return State.BAD;
        }
        return headerProblem(words, from).isEmpty() ? State.GOOD : State.BAD;
    }

    /** Says why a page is bad; empty if it is not. Lower case, no full stop. */
    public String reason(int[] words, int from, long block) {
        if (upper(words, from) == 0) {
            return zero(words, from) ? "" : "the page has no header and is not empty";
        }
        if (checksums) {
            int should = checksum.of(words, from, (int) block);
            int is = stored(words, from);
            if (is != should) {
                return String.format("the page's checksum is %04x and should be %04x", is, should);
            }
        }
        return headerProblem(words, from);
    }

    /** The end of the last WAL record that changed a page. */
    public static Lsn lsn(int[] words, int from) {
        return new Lsn(rawLsn(words, from));
    }

    /** The same without an object. */
    public static long rawLsn(int[] words, int from) {
        return (long) words[from] << 32 | (words[from + 1] & 0xffff_ffffL);
    }

    private String headerProblem(int[] words, int from) {
        int flags = words[from + 2] >>> 16;
        int lower = words[from + 3] & 0xffff;
        int upper = upper(words, from);
        int special = words[from + 4] & 0xffff;
        int version = words[from + 4] >>> 16;
        boolean sane = (flags & ~FLAGS) == 0
                && lower <= upper
                && upper <= special
                && special <= pageSize
                && special % 8 == 0
                && version == (pageSize | LAYOUT_VERSION);
        return sane
                ? ""
                : String.format(
                        "the page's header makes no sense: flags %x, lower %d, upper %d, special %d, size and version %x",
                        flags, lower, upper, special, version);
    }

    private boolean zero(int[] words, int from) {
        int any = 0;
        for (int i = from; i < from + pageSize / Integer.BYTES; i++) {
            any |= words[i];
        }
        return any == 0;
    }

    private static int stored(int[] words, int from) {
        return words[from + 2] & 0xffff;
    }

    private static int upper(int[] words, int from) {
        return words[from + 3] >>> 16;
    }
}
