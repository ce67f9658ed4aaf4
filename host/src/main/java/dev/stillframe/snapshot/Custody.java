// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Settles who removes a snapshot when it is given up while it is being taken: the taking thread, when it is back. Until
 * then, and when it never comes back, nobody waits for it. Any thread.
 */
public final class Custody {
    private enum State {
        OPEN,
        TAKING,
        TAKEN,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile boolean takerAtWork;

    /** The taking thread comes. False if there is nothing to take any more: it was given up, or taken before. */
    public boolean begin() {
        takerAtWork = true;
        if (state.compareAndSet(State.OPEN, State.TAKING)) {
            return true;
        }
        takerAtWork = state.get() == State.TAKING;
        return false;
    }

    /** Whether it was given up: the taking thread may as well stop. */
    public boolean givenUp() {
        return state.get() == State.GIVEN_UP;
    }

    /** The taking thread has it. False if it was given up meanwhile: then that thread removes it. */
    public boolean taken() {
        boolean kept = state.compareAndSet(State.TAKING, State.TAKEN);
        takerAtWork = !kept;
        return kept;
    }

    /** The taking thread has removed what it took, or failed. */
    public void leave() {
        state.set(State.GIVEN_UP);
        takerAtWork = false;
    }

    /** Gives up. True if the caller removes what there is; false if the taking thread will. */
    public boolean giveUp() {
        state.set(State.GIVEN_UP);
        return !takerAtWork;
    }
}
