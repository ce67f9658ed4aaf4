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
    private volatile boolean leftToTaker;

    /** The taking thread comes. False if there is nothing to take any more: it was given up, or taken before. */
    public boolean begin() {
        takerAtWork = true;
        if (state.compareAndSet(State.OPEN, State.TAKING)) {
            return true;
        }
        takerAtWork = false;
        return false;
    }

    /** Whether it was given up: the taking thread may as well stop. */
    public boolean givenUp() {
        return state.get() == State.GIVEN_UP;
    }

    /** The taking thread has it. False if it was given up meanwhile: then that thread removes it. */
    public boolean taken() {
        if (!state.compareAndSet(State.TAKING, State.TAKEN)) {
            return false;
        }
        takerAtWork = false;
        return true;
    }

    /**
     * The taking thread ends without a snapshot. True if somebody relies on it to remove what it left; false if whoever
     * gives up later will.
     */
    public boolean leave() {
        state.set(State.GIVEN_UP);
        takerAtWork = false;
        return leftToTaker;
    }

    /** Gives up. True if the caller removes what there is; false if the taking thread will. */
    public boolean giveUp() {
        state.set(State.GIVEN_UP);
        leftToTaker = leftToTaker || takerAtWork;
        return !takerAtWork; // asked again: it may have left meanwhile, and removing twice is harmless
    }
}
