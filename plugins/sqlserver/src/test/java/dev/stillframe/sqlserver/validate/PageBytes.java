// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.sqlserver.format.Lsn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Builds pages as SQL Server writes them, apart from the code under test. */
final class PageBytes {
    static final int SIZE = 8192;

    private PageBytes() {}

    /** How a page is sealed when it is written. */
    enum Seal {
        CHECKSUM(0x200),
        TORN_BITS(0x100),
        NONE(0),
        /** As transparent data encryption leaves it: flagged, and its checksum fits nothing. */
        ENCRYPTED(0xa00);

        private final int flags;

        Seal(int flags) {
            this.flags = flags;
        }
    }

    /** A page with random contents that is not sealed yet. */
    static byte[] page(int type, int file, long number, Lsn lsn, Random random) {
        byte[] page = new byte[SIZE];
        for (int i = 96; i < SIZE - 512; i++) {
            page[i] = (byte) random.nextInt(256);
        }
        header(page, type, file, number, lsn);
        return page;
    }

    static void header(byte[] page, int type, int file, long number, Lsn lsn) {
        ByteBuffer out = little(page);
        out.put(0, (byte) 1).put(1, (byte) type);
        out.putShort(22, (short) 1).putShort(30, (short) (SIZE - 2));
        out.putInt(32, (int) number).putShort(36, (short) file);
        out.putInt(40, (int) lsn.sequence()).putInt(44, (int) lsn.block()).putShort(48, (short) lsn.slot());
        out.putShort(SIZE - 2, (short) 96);
    }

    static byte[] sealed(byte[] page, Seal seal) {
        ByteBuffer out = little(page);
        out.putShort(4, (short) seal.flags);
        out.putInt(60, 0);
        switch (seal) {
            case CHECKSUM -> out.putInt(60, checksum(page, 0, 16));
            case TORN_BITS -> tear(out, 2);
            case NONE -> {}
            case ENCRYPTED -> out.putInt(60, ~checksum(page, 0, 16));
        }
        return page;
    }

    /** Sector by sector, word by word, as the format's description says it. */
    static int checksum(byte[] bytes, int at, int sectors) {
        ByteBuffer in = little(bytes);
        int sum = 0;
        for (int sector = 0; sector < sectors; sector++) {
            int words = 0;
            for (int word = 0; word < 128; word++) {
                words ^= in.getInt(at + sector * 512 + word * 4);
            }
            sum ^= Integer.rotateLeft(words, sectors - 1 - sector);
        }
        return sum;
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void tear(ByteBuffer page, int pattern) {
        int kept = pattern;
        for (int sector = 1; sector < 16; sector++) {
            int at = sector * 512 + 511;
            kept |= (page.get(at) & 3) << (2 * sector);
            page.put(at, (byte) ((page.get(at) & ~3) | pattern));
        }
        page.putInt(60, kept);
    }
}
