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
            bytes.putLong(348, lastRequiredCreated);
            bytes.putInt(416, (int) committed);
            bytes.put(667, (byte) 1);
            bytes.putInt(0, Checksums.xor(file, at, pageSize));
        }
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
        bytes.putShort(10, (short) index);
        bytes.putInt(12, (int) generation);
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
