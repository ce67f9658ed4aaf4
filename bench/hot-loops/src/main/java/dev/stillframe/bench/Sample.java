// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.bench;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** A megabyte (1,000,000 bytes, rounded up to whole pages) as it is met in backups; the same in every run. */
public enum Sample {
    /** Media and what is compressed already. */
    RANDOM {
        @Override
        void fill(ByteBuffer bytes, SplittableRandom random) {
            while (bytes.remaining() >= Long.BYTES) {
                bytes.putLong(random.nextLong());
            }
        }
    },
    /** Pages of a database: rows that differ in a few bytes, and room at the end of each page. */
    PAGES {
        @Override
        void fill(ByteBuffer bytes, SplittableRandom random) {
            int row = 0;
            while (bytes.remaining() >= PAGE) {
                int end = bytes.position() + PAGE;
                bytes.putLong(random.nextLong()).putLong(0x2000_0000_1ff8L);
                while (bytes.position() + ROW < end - SPARE) {
                    bytes.putInt(row++).putInt(1).putInt(random.nextInt(1000)).position(bytes.position() + ROW - 12);
                }
                bytes.position(end);
            }
        }
    },
    /** Text: words of a small vocabulary. */
    TEXT {
        @Override
        void fill(ByteBuffer bytes, SplittableRandom random) {
            while (bytes.remaining() > WORD) {
                long word = new SplittableRandom(random.nextInt(1 << random.nextInt(1, 14))).nextLong();
                for (int letters = 2 + (int) (word >>> 61); letters > 0; letters--) {
                    bytes.put((byte) ('a' + (word & 15)));
                    word >>>= 4;
                }
                bytes.put((byte) ' ');
            }
        }
    };

    static final int SIZE = 123 * 8192;
    private static final int PAGE = 8192;
    private static final int ROW = 120;
    private static final int SPARE = 700;
    private static final int WORD = 12;

    abstract void fill(ByteBuffer bytes, SplittableRandom random);

    byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        fill(ByteBuffer.wrap(bytes), new SplittableRandom(1));
        return bytes;
    }
}
