// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/**
 * A cycle whose applications are prepared: what has to be closed, whatever follows. Each transition is made once. When
 * one throws, nothing is held any more.
 */
public sealed interface Prepared extends AutoCloseable permits PreparedImage, PreparedCopy {
    CycleReport report();

    /**
     * Ends the cycle in whatever state it is: aborts what is not over, closes every participant, removes the
     * snapshots and ends the journal's intent. What cannot be removed now is reported as an event and left to {@code
     * recover}. May be called twice.
     */
    @Override
    void close();
}
