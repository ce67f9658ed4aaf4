// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A page of the tree of extents that a database owns, or the database's first page, which names that tree's root. The
 * entries of a page are found by tags that grow from its end; an entry is a key (the extent's last page, big-endian) and
 * data ({@code inc/cpage.hxx}, {@code inc/_space.hxx} and {@code ese/node.cxx} of the engine). Any bytes have an answer.
 */
public final class SpacePage {
    /** The first page's number. */
    public static final long DATABASE = 1;

    private static final int FLAGS = 36;
    private static final int LEAF = 0x02;
    private static final int SPACE_TREE = 0x20;

    private static final int TAGS = 34;
    private static final int DELETED = 0x02;
    private static final int COMPRESSED = 0x04;

    /** A large page keeps an entry's flags above its first length. */
    private static final int LENGTH = 0x1fff;

    private static final int KEY = 4;
    private static final int SPACE_HEADER = 16;
    private static final int SEVERAL_EXTENTS = 1;

    private final byte[] page;
    private final boolean large;

    public SpacePage(byte[] page) {
        this.page = page;
        large = page.length > 8192;
    }

    /** The root of the tree of owned extents, in the database's first page. */
    public OptionalLong extents() {
        int[] header = tag(0);
        if (header[1] != SPACE_HEADER || (Words.i32(page, header[0] + 8) & SEVERAL_EXTENTS) == 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Words.u32(page, header[0] + 12));
    }

    public boolean ofSpaceTree() {
        return (Words.i32(page, FLAGS) & SPACE_TREE) != 0;
    }

    public boolean leaf() {
        return (Words.i32(page, FLAGS) & LEAF) != 0;
    }

    /** The last page of the last extent in a leaf; an entry that is marked as deleted is none. */
    public OptionalLong lastExtent() {
        for (int i = tags() - 1; i > 0; i--) {
            OptionalInt at = entry(i);
            if (at.isEmpty()) {
                return OptionalLong.empty();
            }
            if ((flags(i) & DELETED) == 0) {
                return key(i, at.getAsInt());
            }
        }
        return OptionalLong.empty();
    }

    /** The last page below a page that is no leaf. */
    public OptionalLong lastChild() {
        int last = tags() - 1;
        OptionalInt at = last > 0 ? entry(last) : OptionalInt.empty();
        if (at.isEmpty()) {
            return OptionalLong.empty();
        }
        int length = Words.u16(page, at.getAsInt()) & LENGTH;
        int data = at.getAsInt() + 2 + length;
        return data + KEY <= end(last) ? OptionalLong.of(Words.u32(page, data)) : OptionalLong.empty();
    }

    /** A part of the key may stand only once for the whole page, in the first tag's entry. */
    private OptionalLong key(int tag, int at) {
        boolean compressed = (flags(tag) & COMPRESSED) != 0;
        int[] shared = tag(0);
        int prefix = compressed ? Words.u16(page, at - 2) & LENGTH : 0;
        int suffix = Words.u16(page, at) & LENGTH;
        if (prefix + suffix != KEY || prefix > shared[1] || at + 2 + suffix + KEY > end(tag)) {
            return OptionalLong.empty();
        }
        long key = 0;
        for (int i = 0; i < KEY; i++) {
            int from = i < prefix ? shared[0] + i : at + 2 + i - prefix;
            key = key << 8 | Words.u8(page, from);
        }
        return OptionalLong.of(key);
    }

    /** Where an entry's own part of its key is: its length first. */
    private OptionalInt entry(int tag) {
        int[] place = tag(tag);
        int at = place[0] + ((flags(tag) & COMPRESSED) != 0 ? 2 : 0);
        if (place[1] < 4 || at + 2 > place[0] + place[1]) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(at);
    }

    private int tags() {
        return Math.min(Words.u16(page, TAGS) & 0xfff, (page.length - 80) / 4);
    }

    /** Large pages keep the flags of an entry in its first two bytes, where the sizes leave room; small ones in the tag. */
    private int flags(int tag) {
        int[] place = tag(tag);
        return large ? place[1] < 2 ? 0 : Words.u8(page, place[0] + 1) >> 5 : Words.u16(page, tagAt(tag) + 2) >> 13;
    }

    private int end(int tag) {
        int[] place = tag(tag);
        return place[0] + place[1];
    }

    /** Where what a tag names begins in the page, and how long it is; nothing at the page's end if it names no place. */
    private int[] tag(int tag) {
        int mask = large ? 0x7fff : 0x1fff;
        int length = Words.u16(page, tagAt(tag)) & mask;
        int at = (large ? 80 : 40) + (Words.u16(page, tagAt(tag) + 2) & mask);
        return at + length <= tagAt(tag) ? new int[] {at, length} : new int[] {page.length - 2, 0};
    }

    private int tagAt(int tag) {
        return page.length - 4 * (tag + 1);
    }
}
