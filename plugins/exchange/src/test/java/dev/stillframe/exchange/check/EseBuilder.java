// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.exchange.ese.Checksums;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Makes databases, logs and checkpoints from nothing, with the checksums that the engine would give them. */
public final class EseBuilder {
    /** A second's LOGTIME in 2026. */
    public static long time(int second) {
        return ((126L << 40) | (1L << 32) | (1L << 24)) | ((long) (second / 60) << 8) | (second % 60);
    }

    private EseBuilder() {}

    /** What a database's header says. */
    public record Database(
            int pageSize, int state, int signature, long first, long last, long committed, long lastRequiredCreated) {
        public static Database clean(int pageSize) {
            return new Database(pageSize, 3, 7, 0, 0, 0, 0);
        }

        public static Database dirty(int pageSize, long first, long last) {
            return new Database(pageSize, 2, 7, first, last, last, time((int) last));
        }

        public Database state(int state) {
            return new Database(pageSize, state, signature, first, last, committed, lastRequiredCreated);
        }

        public Database committed(long committed) {
            return new Database(pageSize, state, signature, first, last, committed, lastRequiredCreated);
        }

        public Database lastRequiredCreated(long time) {
            return new Database(pageSize, state, signature, first, last, committed, time);
        }

        /** @param random for the pages' contents; every seventh page is unused, and every fifth in the old format */
        public byte[] build(int pages, Random random) {
            byte[] file = new byte[(pages + 2) * pageSize];
            header(file, 0);
            header(file, pageSize);
            for (int i = 2; i < pages + 2; i++) {
                if (i % 7 != 0) {
                    byte[] content = new byte[pageSize];
                    random.nextBytes(content);
                    System.arraycopy(content, 0, file, i * pageSize, pageSize);
                    seal(file, i, pageSize, i % 5 == 0 && pageSize <= 8192);
                }
            }
            return file;
        }

        private void header(byte[] file, int at) {
            ByteBuffer bytes = at(file, at, pageSize);
            bytes.putInt(4, 0x89ABCDEF);
            bytes.putInt(8, 0x620);
            bytes.putInt(52, state);
            bytes.putInt(24, 99);
            bytes.putInt(108, signature);
            bytes.putLong(112, time(0));
            bytes.putInt(236, pageSize);
            bytes.putInt(296, (int) first);
            bytes.putInt(300, (int) last);
            bytes.putLong(committed == last ? 348 : 672, lastRequiredCreated);
            bytes.putInt(416, (int) committed);
            bytes.put(667, (byte) 1);
            bytes.putInt(0, Checksums.xor(file, at, pageSize));
        }
    }

    /**
     * Makes the first page name the second as the tree of what the database owns, and that say up to which page.
     *
     * @param deleted whether one more extent behind it is marked as deleted
     */
    public static void owns(byte[] file, int pageSize, int last, boolean deleted) {
        java.util.Arrays.fill(file, 2 * pageSize, 4 * pageSize, (byte) 0);
        ByteBuffer root = at(file, 2 * pageSize, pageSize);
        root.putInt(36, 0x1);
        entry(root, 0, 0, numbers(last, 0, 1, 2));
        seal(file, 2, pageSize, false);
        ByteBuffer owned = at(file, 3 * pageSize, pageSize);
        owned.putInt(36, 0x23);
        entry(owned, 0, 0, new byte[2]);
        entry(owned, 1, 0, extent(new byte[] {4, 0, 0, 0, 0, 8}, 8));
        byte[] big = numbers(Integer.reverseBytes(last));
        entry(owned, 2, 4, extent(new byte[] {1, 0, 3, 0, big[1], big[2], big[3]}, last - 8)); // shares a first zero
        if (deleted) {
            entry(owned, 3, 2, extent(new byte[] {4, 0, 0x7f, 0, 0, 0}, 8));
        }
        seal(file, 3, pageSize, false);
    }

    private static byte[] extent(byte[] key, int pages) {
        byte[] whole = java.util.Arrays.copyOf(key, key.length + 4);
        System.arraycopy(numbers(pages), 0, whole, key.length, 4);
        return whole;
    }

    private static byte[] numbers(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static void entry(ByteBuffer page, int tag, int flags, byte[] data) {
        boolean large = page.capacity() > 8192;
        int from = 0;
        for (int i = 0; i < tag; i++) {
            from += page.getShort(page.capacity() - 4 * (i + 1));
        }
        byte[] stored = data.clone();
        if (large) {
            stored[1] |= (byte) (flags << 5);
        }
        page.put((large ? 80 : 40) + from, stored);
        page.putShort(page.capacity() - 4 * (tag + 1), (short) data.length);
        page.putShort(page.capacity() - 4 * (tag + 1) + 2, (short) (large ? from : from | flags << 13));
        page.putShort(34, (short) (tag + 1));
    }

    /** Gives a page its number, flags and checksums. */
    public static void seal(byte[] file, int index, int pageSize, boolean old) {
        int at = index * pageSize;
        ByteBuffer bytes = at(file, at, pageSize);
        int flags = bytes.getInt(36);
        bytes.putInt(36, old ? flags & ~0x2000 : flags | 0x2000);
        if (old) {
            bytes.putInt(4, index - 1);
            bytes.putInt(0, Checksums.xor(file, at, pageSize));
            return;
        }
        int block = pageSize <= 8192 ? pageSize : pageSize / 4;
        for (int i = pageSize / block - 1; i > 0; i--) {
            bytes.putLong(40 + (i - 1) * 8, Checksums.ecc(file, at + i * block, block, index - 1, false));
        }
        bytes.putLong(0, Checksums.ecc(file, at, block, index - 1, true));
    }

    /** A log of 64 segments, of which some are used; each generation is begun in a second of its own. */
    public static byte[] log(long generation, int signature, int used, Random random) {
        byte[] file = new byte[64 * 4096];
        ByteBuffer bytes = at(file, 0, file.length);
        bytes.putInt(4, (int) generation);
        bytes.putShort(8, (short) 4096);
        bytes.putShort(10, (short) 1);
        bytes.putShort(12, (short) 64);
        bytes.putShort(14, (short) 4096);
        bytes.putLong(16, time((int) generation));
        bytes.putLong(24, generation == 1 ? 0 : time((int) generation - 1));
        bytes.putInt(32, 8);
        bytes.putInt(44, signature);
        bytes.putLong(48, time(0));
        bytes.put(667, (byte) 3);
        bytes.putInt(0, Checksums.xor(file, 0, 4096));
        for (int i = 1; i <= used; i++) {
            segment(file, i, generation, random);
        }
        return file;
    }

    /** Writes a segment of some generation. */
    public static void segment(byte[] file, int index, long generation, Random random) {
        byte[] content = new byte[4096];
        random.nextBytes(content);
        System.arraycopy(content, 0, file, index * 4096, 4096);
        ByteBuffer bytes = at(file, index * 4096, 4096);
        bytes.putShort(8, (short) 0);
        place(bytes, index, generation);
        bytes.putLong(0, Checksums.ecc(file, index * 4096, 4096, index, true));
    }

    private static void place(ByteBuffer segment, int index, long generation) {
        segment.putShort(10, (short) index);
        segment.putInt(12, (int) generation);
    }

    /** Gives a segment another place in the stream than the one it lies at. */
    public static void replaced(byte[] file, int index, int place, long generation) {
        ByteBuffer bytes = at(file, index * 4096, 4096);
        place(bytes, place, generation);
        bytes.putLong(0, Checksums.ecc(file, index * 4096, 4096, index, true));
    }

    /** Changes a header's field and makes its checksum right again. */
    public static byte[] reheaded(byte[] file, int size, java.util.function.Consumer<ByteBuffer> change) {
        byte[] copy = file.clone();
        change.accept(at(copy, 0, size));
        at(copy, 0, size).putInt(0, Checksums.xor(copy, 0, size));
        return copy;
    }

    public static byte[] checkpoint(long generation, int signature) {
        byte[] file = new byte[2 * 4096];
        for (int at = 0; at < file.length; at += 4096) {
            ByteBuffer bytes = at(file, at, 4096);
            bytes.putShort(14, (short) 1);
            bytes.putInt(16, (int) generation);
            bytes.putInt(20, signature);
            bytes.putLong(24, time(0));
            bytes.put(667, (byte) 4);
            bytes.putInt(0, Checksums.xor(file, at, 4096));
        }
        return file;
    }

    private static ByteBuffer at(byte[] file, int at, int length) {
        return ByteBuffer.wrap(file, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
