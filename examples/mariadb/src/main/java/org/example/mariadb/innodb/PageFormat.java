// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import java.util.Optional;

/**
 * How the pages of one file are protected; the flags in its first page say it.
 *
 * @param size of a page in this file, in bytes
 * @param holes whether pages may be compressed one by one (PAGE_COMPRESSED) in the format without a checksum for those
 */
record PageFormat(Checksum checksum, int size, boolean holes) {
    /** Where checksums are, and over what. */
    enum Checksum {
        /** One over everything before it, at the end. The default since 10.5; also over what is encrypted. */
        FULL_CRC32,
        /** The exclusive or of two over parts of the page, at its beginning and again near its end. */
        CRC32,
        /** Likewise of three, for tables of ROW_FORMAT=COMPRESSED, at the beginning only. */
        CRC32_COMPRESSED_ROWS
    }

    /** What the checksum says of a page. */
    enum Judgement {
        GOOD,
        WRONG,
        /** It carries none. */
        UNVERIFIABLE
    }

    /** No file is shorter, in bytes: a page of the smallest size. */
    static final int SMALLEST_FILE = 1024;

    private static final int FULL = 1 << 4;
    private static final int HOLES = 1 << 16;
    private static final int SMALLEST = 512;
    private static final int DEFAULT_SIZE = 16_384;

    private static final int SHORTENED = 0x8000;
    private static final int TRAILER = 8;
    private static final int BODY = 38;
    private static final int ENCRYPTED_CHECKSUM = 30;
    private static final int HOLED = 34354;
    private static final int HOLED_AND_ENCRYPTED = 37401;
    private static final long NO_CHECKSUM = 0xdeadbeefL;

    /**
     * The format that a file's flags tell.
     *
     * @param pageSize the server's
     * @return empty if they tell another size than the server's: they are damaged
     */
    static Optional<PageFormat> of(long flags, int pageSize) {
        if (pageSize(flags) != pageSize) {
            return Optional.empty();
        }
        if ((flags & FULL) != 0) {
            return Optional.of(new PageFormat(Checksum.FULL_CRC32, pageSize, false));
        }
        int rows = (int) (flags >> 1) & 0xf;
        if (rows == 0) {
            return Optional.of(new PageFormat(Checksum.CRC32, pageSize, (flags & HOLES) != 0));
        }
        PageFormat compressed = new PageFormat(Checksum.CRC32_COMPRESSED_ROWS, SMALLEST << rows, false);
        return Optional.of(compressed).filter(format -> format.size() <= pageSize);
    }

    /** Whether InnoDB has pages of a size. */
    static boolean exists(int pageSize) {
        return pageSize >= 4_096 && pageSize <= 65_536;
    }

    /** The server's page size, as a file's flags tell it; if they are damaged, it may be one that does not exist. */
    static int pageSize(long flags) {
        int shift = (int) ((flags & FULL) != 0 ? flags : flags >> 6) & 0xf;
        return shift == 0 ? DEFAULT_SIZE : SMALLEST << shift;
    }

    Judgement judge(Page page) {
        return switch (checksum) {
            case FULL_CRC32 -> full(page);
            case CRC32 -> inParts(
                    page,
                    page.crc32c(Page.NUMBER, Page.KEY_VERSION) ^ page.crc32c(BODY, size - TRAILER),
                    page.word(size - TRAILER),
                    page.word(Page.LSN + 4) == page.word(size - 4));
            case CRC32_COMPRESSED_ROWS -> inParts(
                    page,
                    page.crc32c(Page.NUMBER, Page.LSN)
                            ^ page.crc32c(Page.TYPE, Page.KEY_VERSION)
                            ^ page.crc32c(Page.SPACE, size),
                    page.word(0),
                    true);
        };
    }

    /** Whether a page says that it lies where it lies. One that was compressed as a whole tells its number only. */
    boolean belongs(Page page, long space, long number) {
        boolean shortened = checksum == Checksum.FULL_CRC32 && (page.type() & SHORTENED) != 0;
        return page.number() == number && (shortened || page.space() == space);
    }

    private Judgement full(Page page) {
        int type = page.type();
        int stored = (type & SHORTENED) == 0 ? size : (type & ~SHORTENED) << 8;
        boolean good = stored > Page.FILE_FLAGS
                && stored <= size
                && page.crc32c(0, stored - Integer.BYTES) == page.word(stored - Integer.BYTES);
        return good ? Judgement.GOOD : Judgement.WRONG;
    }

    private Judgement inParts(Page page, long expected, long again, boolean positions) {
        long first = page.word(0);
        boolean encrypted = page.word(Page.KEY_VERSION) != 0 && page.word(ENCRYPTED_CHECKSUM) == expected;
        if (encrypted || (first == expected && again == expected && positions)) {
            return Judgement.GOOD;
        }
        boolean holed = holes && (page.type() == HOLED || page.type() == HOLED_AND_ENCRYPTED);
        boolean none = first == NO_CHECKSUM && again == NO_CHECKSUM;
        return holed || none ? Judgement.UNVERIFIABLE : Judgement.WRONG;
    }
}
