// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/** What a reader of WAL comes upon. */
public sealed interface WalStep {
    /** One record was read. */
    record Read(WalRecord record) implements WalStep {}

    /**
     * No further record can be read.
     *
     * @param at where the next record would begin
     * @param badAt where reading failed: there, or on a later page of that record
     * @param cause what failed
     * @param reason lower case, no full stop
     */
    record End(Lsn at, Lsn badAt, Cause cause, String reason) implements WalStep {}

    /** Why reading ends. */
    enum Cause {
        /** There is no file for the segment. */
        NO_SEGMENT,
        /** A segment's file has another size than a segment. */
        SHORT_SEGMENT,
        /** A page is not the one that belongs there. */
        PAGE,
        /** The record is not whole. */
        RECORD
    }
}
