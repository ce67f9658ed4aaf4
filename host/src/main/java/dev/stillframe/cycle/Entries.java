// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.error.StillframeException;

/**
 * One cycle's later entries in the journal. They harm nothing if they cannot be made, so that is reported only; and they
 * are made also when the thread was interrupted, which a connection pool would take as a reason to give up.
 */
record Entries(Journal journal, String cycle, Chronicle chronicle) {

    void passed() {
        enter(() -> journal.passed(cycle, chronicle.transitions()));
    }

    void ended(Journal.Ending ending) {
        enter(() -> journal.ended(cycle, ending));
    }

    private interface Entry {
        void make() throws StillframeException;
    }

    private void enter(Entry entry) {
        boolean interrupted = Thread.interrupted();
        try {
            entry.make();
        } catch (StillframeException e) {
            chronicle.problem(e.problem());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
