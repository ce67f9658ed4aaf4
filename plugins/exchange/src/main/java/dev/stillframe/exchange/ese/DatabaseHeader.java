// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.Optional;

/**
 * The header of a database. It stands twice: in the first page, and as its shadow in the second.
 *
 * @param pageSize in bytes
 * @param whichCopies what became of the two copies
 * @param required the generations of the logs without which it cannot be recovered
 * @param committed the last generation with transactions that were promised to be durable
 * @param lastRequiredCreated when the last required log was made; none if it does not say
 * @param lastCommittedCreated when the last one with promised transactions was made; none if it does not say
 * @param logs the stream of logs it belongs to
 */
public record DatabaseHeader(
        int pageSize,
        Copies whichCopies,
        State state,
        Signature signature,
        Signature logs,
        Generations required,
        long committed,
        LogTime lastRequiredCreated,
        LogTime lastCommittedCreated) {
    /** How much of a file has to be read to find its header, at most. */
    public static final int MOST = 2 * 32768;

    static final int MAGIC = 0x89ABCDEF;
    static final int FILE_TYPE = 667;
    static final int DATABASE = 1;

    private static final int SMALLEST_PAGE = 2048;
    private static final int LARGEST_PAGE = 32768;

    /** What became of the header and its shadow. */
    public enum Copies {
        BOTH,
        SHADOW_STALE,
        SHADOW_BAD,
        PRIMARY_BAD
    }

    /** A range of generations; 0 to 0 is none. */
    public record Generations(long first, long last) {
        public boolean isNone() {
            return first == 0 && last == 0;
        }
    }

    /** In which state the engine left it. */
    public enum State {
        UNKNOWN,
        JUST_CREATED,
        DIRTY,
        CLEAN,
        CONVERTING,
        FORCE_DETACH,
        RESEEDING,
        DIRTY_PATCHED,
        REVERTING;

        /** Whether it needs its logs. */
        public boolean needsLogs() {
            return this == DIRTY || this == DIRTY_PATCHED;
        }

        /** Whether it is good for something as it is, or with its logs. */
        public boolean recoverable() {
            return this == CLEAN || needsLogs();
        }
    }

    /** Whether these bytes begin like a database: enough to say that it is a damaged one. */
    public static boolean looksLikeOne(byte[] head) {
        return head.length >= FILE_TYPE + 1 && Words.i32(head, 4) == MAGIC && Words.u8(head, FILE_TYPE) <= DATABASE;
    }

    /**
     * Reads the header from the beginning of a file.
     *
     * @param head the first {@link #MOST} bytes, or the whole file if it is shorter
     * @return empty if neither copy is good at any page size
     */
    public static Optional<DatabaseHeader> read(byte[] head) {
        for (int size = SMALLEST_PAGE; size <= LARGEST_PAGE; size *= 2) {
            boolean primary = good(head, 0, size);
            boolean shadow = good(head, size, size);
            if (primary || shadow) {
                Copies copies = !primary
                        ? Copies.PRIMARY_BAD
                        : !shadow ? Copies.SHADOW_BAD : same(head, size) ? Copies.BOTH : Copies.SHADOW_STALE;
                return Optional.of(parse(head, primary ? 0 : size, size, copies));
            }
        }
        return Optional.empty();
    }

    private static boolean good(byte[] head, int from, int size) {
        if (head.length < from + size || Words.i32(head, from + 4) != MAGIC) {
            return false;
        }
        int stated = Words.i32(head, from + 236);
        return (stated == size || (stated == 0 && size == 4096))
                && Words.u8(head, from + FILE_TYPE) <= DATABASE
                && Checksums.headerIsGood(head, from, size);
    }

    private static boolean same(byte[] head, int size) {
        return java.util.Arrays.equals(head, 0, size, head, size, 2 * size);
    }

    private static DatabaseHeader parse(byte[] bytes, int at, int size, Copies copies) {
        int state = Words.i32(bytes, at + 52);
        Generations required = new Generations(Words.u32(bytes, at + 296), Words.u32(bytes, at + 300));
        long committed = Words.u32(bytes, at + 416);
        LogTime newest = LogTime.read(bytes, at + 348);
        LogTime lastRequired = LogTime.read(bytes, at + 672);
        boolean same = committed == 0 || committed == required.last(); // 0: of before there was a difference
        return new DatabaseHeader(
                size,
                copies,
                state >= 0 && state < State.values().length ? State.values()[state] : State.UNKNOWN,
                Signature.read(bytes, at + 24),
                Signature.read(bytes, at + 108),
                required,
                committed,
                lastRequired.isNone() && same ? newest : lastRequired,
                newest);
    }
}
