// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Optional;

/** A page of 8192 bytes in a buffer that may be used again for the next one. One thread. */
public final class DataPage {
    public static final int SIZE = 8192;

    static final int SECTORS = SIZE / SectorChecksum.SECTOR;
    static final int HEADER = 96;
    static final int STORED = 60;

    private static final int HEADER_VERSION = 1;
    private static final int DEEPEST = 64;
    private static final int LONGEST_RECORD = SIZE - HEADER;
    private static final int TORN_BITS = 0x100;
    private static final int CHECKSUM = 0x200;
    /** Known from descriptions only: no encrypted database was at hand. */
    private static final int ENCRYPTED = 0x800;

    private final byte[] bytes;
    private final int at;

    /** A view of the page that begins at a position. */
    public DataPage(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** How a page can be checked. */
    public enum Protection {
        CHECKSUM,
        TORN_BITS,
        /** Nothing: neither was on when the page was last written. */
        NONE
    }

    public Protection protection() {
        int flags = flags();
        return (flags & CHECKSUM) != 0
                ? Protection.CHECKSUM
                : (flags & TORN_BITS) != 0 ? Protection.TORN_BITS : Protection.NONE;
    }

    /** Whether the page says that transparent data encryption hides its contents. */
    public boolean encrypted() {
        return (flags() & ENCRYPTED) != 0;
    }

    public int type() {
        return LittleEndian.u8(bytes, at + 1);
    }

    /** When it was last changed. */
    public Lsn lsn() {
        return Lsn.at(bytes, at + 40);
    }

    /** Whether its place is this one. */
    public boolean liesAt(long page, int file) {
        return LittleEndian.u32(bytes, at + 32) == page && LittleEndian.u16(bytes, at + 36) == file;
    }

    /** The place that it names itself: file and page, as SQL Server prints it. */
    public String place() {
        return LittleEndian.u16(bytes, at + 36) + ":" + LittleEndian.u32(bytes, at + 32);
    }

    /** Whether what protects the page finds nothing wrong; true if nothing protects it. */
    public boolean intact() {
        return switch (protection()) {
            case CHECKSUM -> SectorChecksum.of(bytes, at, SECTORS, STORED) == LittleEndian.i32(bytes, at + STORED);
            case TORN_BITS -> TornBits.together(bytes, at);
            case NONE -> true;
        };
    }

    /** Whether every byte is zero. */
    public boolean zero() {
        for (int i = at; i < at + SIZE; i += Long.BYTES) {
            if (LittleEndian.i64(bytes, i) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is impossible in the header and the slots, for pages that no checksum protects: an unlikely flag may be all
     * that keeps damage from being seen.
     */
    public Optional<String> impossible() {
        if (LittleEndian.u8(bytes, at) != HEADER_VERSION) {
            return Optional.of("its header has version " + LittleEndian.u8(bytes, at) + ", not 1");
        }
        if (PageType.of(type()).isEmpty()) {
            return Optional.of("there is no page type " + type());
        }
        if (LittleEndian.u8(bytes, at + 3) > DEEPEST || LittleEndian.u16(bytes, at + 14) > LONGEST_RECORD) {
            return Optional.of("it has the level " + LittleEndian.u8(bytes, at + 3) + " and records of "
                    + LittleEndian.u16(bytes, at + 14) + " bytes");
        }
        if (!link(8) || !link(16)) {
            return Optional.of("its neighbours in the chain of pages cannot exist");
        }
        int slots = LittleEndian.u16(bytes, at + 22);
        int free = LittleEndian.u16(bytes, at + 30);
        if (slots > (SIZE - HEADER) / 2 || LittleEndian.u16(bytes, at + 28) > SIZE - HEADER || free > SIZE) {
            return Optional.of("it has " + slots + " slots and its data ends at " + free);
        }
        return Optional.empty();
    }

    /**
     * Where a record begins, from the beginning of the page.
     *
     * @throws MalformedException if the slot points outside of the page's body
     */
    int record(int slot) throws MalformedException {
        int offset = LittleEndian.u16(bytes, at + SIZE - 2 * (slot + 1));
        if (offset < HEADER || offset > SIZE - 8) {
            throw new MalformedException("slot " + slot + " points to byte " + offset);
        }
        return offset;
    }

    /** A copy of the page's bytes, as they were before torn bits were put in. */
    byte[] contents() {
        byte[] copy = new byte[SIZE];
        System.arraycopy(bytes, at, copy, 0, SIZE);
        if (protection() == Protection.TORN_BITS) {
            TornBits.restore(copy, 0);
        }
        return copy;
    }

    int flags() {
        return LittleEndian.u16(bytes, at + 4);
    }

    /** A neighbour is a page and a file; without one both are zero. Files are numbered up to 32767. */
    private boolean link(int from) {
        long page = LittleEndian.u32(bytes, at + from);
        int file = LittleEndian.u16(bytes, at + from + 4);
        return page == 0 ? file <= Short.MAX_VALUE : file > 0 && file <= Short.MAX_VALUE && page <= Integer.MAX_VALUE;
    }
}
