// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.error.StillframeException;

/** Where a cycle gets its guard. */
@FunctionalInterface
public interface Guards {
    /**
     * Starts a guard, warmed up: what it needs later is loaded and open when this returns.
     *
     * @param cycle its id: letters, digits and hyphens
     * @throws StillframeException {@code guard.start}: then nothing may be frozen
     */
    GuardLine start(String cycle) throws StillframeException;

    /**
     * None: every action is refused, so that nobody begins a hold.
     *
     * @param reason lower case
     */
    static Guards none(String reason) {
        return cycle -> new NoGuard(reason);
    }

    /** Guards in the host's own process: they end with it. */
    static Guards inHost(UndoSystem system) {
        return cycle -> new HostGuard(system);
    }
}
