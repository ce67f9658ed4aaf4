// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * Undoes what a hold did when the host cannot: when it was killed, hangs, or the deadline passes. Not for
 * implementation by plugins.
 */
public interface Guard {
    /**
     * Hands over an action. Returns once it was acknowledged; only then may the writer act.
     *
     * <p>Thread: any. Actions are undone in reverse order; after a thaw that returned {@link Thaw.Held} or an abort
     * they are disarmed by the host.
     *
     * @throws WriterException if the action could not be armed: the writer must not freeze
     */
    void arm(ThawAction action) throws WriterException;

    /**
     * Takes back an action that would undo what somebody else did: what was to be frozen was found frozen already. Nothing
     * happens if it is not armed.
     *
     * <p>Thread: any. Waits for nobody.
     */
    default void withdraw(ThawAction action) {}
}
