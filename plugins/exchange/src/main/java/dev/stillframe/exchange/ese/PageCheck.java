// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

/** Judges pages of a database. Any thread. */
public final class PageCheck {
    private static final int CHECKSUM = 0;
    private static final int MORE_CHECKSUMS = 40;
    private static final int FLAGS = 36;
    private static final int NEW_FORMAT = 0x2000;
    private static final int FORMAT_BIT = 301; // of the flags above: which format it is cannot be corrected by it

    private final int pageSize;
    private final int blockSize;

    /** @param pageSize 2048 to 32768, a power of two */
    public PageCheck(int pageSize) {
        this.pageSize = pageSize;
        blockSize = pageSize <= 8192 ? pageSize : pageSize / 4;
    }

    /** What a page is. */
    public sealed interface Judgement {
        record Good(boolean correcting) implements Judgement {}

        /** All zero: never written. */
        record Unused() implements Judgement {}

        /** One wrong bit, whose place in the page is known; the engine would correct it. */
        record Correctable(int bit) implements Judgement {}

        record Bad(String reason) implements Judgement {}
    }

    private static final Judgement OLD = new Judgement.Good(false);
    private static final Judgement NEW = new Judgement.Good(true);
    private static final Judgement UNUSED = new Judgement.Unused();

    /**
     * Judges one page.
     *
     * @param index of the page in the file: the first two are the headers
     * @param last whether it is the file's last, which may be a trailer in the headers' format
     */
    public Judgement judge(byte[] bytes, int from, long index, boolean last) {
        if (Words.i64(bytes, from) == 0 && Words.zero(bytes, from, pageSize)) {
            return UNUSED;
        }
        if (last && trailer(bytes, from)) {
            return Checksums.headerIsGood(bytes, from, pageSize)
                    ? OLD
                    : new Judgement.Bad("the trailer's checksum is wrong");
        }
        int number = (int) (index - 1);
        return (Words.i32(bytes, from + FLAGS) & NEW_FORMAT) == 0
                ? oldFormat(bytes, from, number)
                : newFormat(bytes, from, number);
    }

    private Judgement oldFormat(byte[] bytes, int from, int number) {
        long stored = Words.i64(bytes, from + CHECKSUM);
        int xor = Checksums.xor(bytes, from, pageSize);
        boolean right = (int) stored == xor && (int) (stored >>> 32) == number;
        return right ? OLD : new Judgement.Bad(mismatch((int) stored, xor));
    }

    private Judgement newFormat(byte[] bytes, int from, int number) {
        Judgement judgement = NEW;
        for (int block = 0; block * blockSize < pageSize; block++) {
            int at = from + block * blockSize;
            long stored = Words.i64(bytes, from + (block == 0 ? CHECKSUM : MORE_CHECKSUMS + (block - 1) * 8));
            long computed = Checksums.ecc(bytes, at, blockSize, number, block == 0);
            if (stored != computed) {
                int bit = Checksums.wrongBit(stored, computed, blockSize);
                boolean correctable = bit >= 0 && !(block == 0 && bit == FORMAT_BIT);
                if (!correctable) {
                    return new Judgement.Bad(mismatch((int) stored, (int) computed));
                }
                judgement = new Judgement.Correctable(block * blockSize * 8 + bit);
            }
        }
        return judgement;
    }

    private static boolean trailer(byte[] bytes, int from) {
        return Words.i32(bytes, from + 4) == 0
                && Words.i32(bytes, from + 8) == 0
                && Words.i32(bytes, from + 12) == 0
                && Words.i32(bytes, from + 24) == 0;
    }

    private static String mismatch(int stored, int computed) {
        return String.format("checksum mismatch: stored %08x, computed %08x", stored, computed);
    }
}
