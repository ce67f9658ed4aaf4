// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.time.Instant;

/**
 * Something that happened in the frozen window.
 *
 * @param subject the application or the provider
 * @param at to the nanosecond; instants of one cycle never go backwards, whatever the wall clock does
 */
public record Transition(Instant at, Step step, String subject) {

    /** What happened. */
    public enum Step {
        FREEZE_BEGUN,
        FROZEN,
        FREEZE_FAILED,
        SNAPSHOT_BEGUN,
        SNAPSHOT_ENDED,
        SNAPSHOT_FAILED,
        THAW_BEGUN,
        THAWED,
        /** The thaw found that the hold had not lasted. */
        LOST,
        THAW_FAILED,
        ABORTED,
        /** An abort did not return in time. */
        ABORT_HUNG,
        /** The guard undid a hold. */
        UNDONE
    }
}
