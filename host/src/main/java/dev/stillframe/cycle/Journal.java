// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.error.StillframeException;
import java.util.List;

/**
 * What a cycle owes, kept where it survives the end of the host. Never called between the first freeze and the last
 * thaw. Implemented by the catalogue.
 */
public interface Journal {
    /**
     * Notes what is about to be held and made. Durable on return: if it throws, nothing is frozen.
     */
    void intend(Intent intent) throws StillframeException;

    /** Notes what happened in the frozen window, after it: nothing is held any more. Kept for history. */
    void passed(String cycle, List<Transition> transitions) throws StillframeException;

    /** Notes that a cycle owes nothing any more: nothing is held and its snapshots are gone. May be called twice. */
    void ended(String cycle, Ending ending) throws StillframeException;

    /** The intents that never ended, oldest first. */
    List<Intent> open() throws StillframeException;

    /** How a cycle ended. */
    enum Ending {
        COMPLETED,
        FAILED,
        /** Its host died; a later one cleaned up. */
        RECOVERED
    }
}
