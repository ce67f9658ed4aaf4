// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.ByteBuffer;

/**
 * The header of a WAL page (access/xlog_internal.h).
 *
 * @param timeline of the first record on the page, unsigned
 * @param length of the header: 24 bytes, or 40 on the first page of a segment
 * @param continued how many bytes of a record from the page before follow the header; 0 if a record begins there
 * @param overwrites whether the record that the page before began was given up, after a crash
 */
public record WalPage(int timeline, int length, long continued, boolean overwrites) {
    static final int SHORT = 24;
    static final int LONG = 40;

    private static final int CONTINUED = 0x1;
    private static final int LONG_HEADER = 0x2;
    private static final int OVERWRITES = 0x8;
    private static final int ALL_FLAGS = 0xf;

    /**
     * Reads the header of the page that should begin at a position. A page of an earlier use of the segment's file is
     * refused like any other wrong one: it carries the earlier position.
     *
     * @param page little-endian, at least {@link #LONG} bytes from index 0
     * @throws MalformedException if it is not that page
     */
    public static WalPage parse(ByteBuffer page, long position, WalFormat format) throws MalformedException {
        int magic = page.getShort(0) & 0xffff;
        int flags = page.getShort(2) & 0xffff;
        long address = page.getLong(8);
        if (magic != format.release().walMagic()) {
            throw new MalformedException(String.format(
                    "the WAL page's magic is %04x and should be %04x",
                    magic, format.release().walMagic()));
        }
        if (address != position) {
            throw new MalformedException(
                    "the WAL page says that it is at " + new Lsn(address) + " and not at " + new Lsn(position));
        }
        boolean first = position % format.segmentSize() == 0;
        if ((flags & ~ALL_FLAGS) != 0 || first != ((flags & LONG_HEADER) != 0)) {
            throw new MalformedException(String.format("the WAL page's flags are %04x", flags));
        }
        if (first) {
            checkIdentity(page, format);
        }
        boolean continued = (flags & CONTINUED) != 0;
        long remaining = page.getInt(16) & 0xffff_ffffL;
        if (continued != (remaining != 0) || page.getInt(4) == 0) {
            throw new MalformedException("the WAL page's header contradicts itself");
        }
        return new WalPage(page.getInt(4), first ? LONG : SHORT, remaining, (flags & OVERWRITES) != 0);
    }

    private static void checkIdentity(ByteBuffer page, WalFormat format) throws MalformedException {
        long identifier = page.getLong(24);
        if (identifier != format.systemIdentifier()) {
            throw new MalformedException("the WAL segment belongs to the cluster "
                    + Long.toUnsignedString(identifier)
                    + " and not to "
                    + Long.toUnsignedString(format.systemIdentifier()));
        }
        if (page.getInt(32) != format.segmentSize() || page.getInt(36) != format.pageSize()) {
            throw new MalformedException("the WAL segment was made with other sizes");
        }
    }
}
