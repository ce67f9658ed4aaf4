// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * A participant with a hold: {@link Quiesce.Hold} or {@link Quiesce.Suspended}.
 *
 * <p>Every freeze that was attempted is answered: by {@link #thaw} when the snapshot was taken, else by {@link
 * Participant#abort()}, also when the freeze threw, hung or came too late.
 */
public interface Freezable extends Participant {
    /**
     * Holds the application still. Arms the guard first, then acts; returns when the hold is in force.
     *
     * <p>Called after every participant is prepared. The clock of all applications in the group runs: do nothing here
     * that {@link #prepare} could have done. Load no class, write no log, start no process.
     */
    void freeze(Deadline deadline) throws WriterException;

    /**
     * Tests that the hold was in force without interruption until now, and releases it, in one step.
     *
     * <p>Called after the snapshot was taken, once. If it throws or outlives its deadline, {@link
     * Participant#abort()} follows.
     */
    Thaw thaw(Deadline deadline) throws WriterException;
}
