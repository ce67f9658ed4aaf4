// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.util.List;

/** A journal that only rehearses: it keeps nothing. */
record ExtraJournal() implements Journal {
    @Override
    public void intend(Intent intent) {}

    @Override
    public void passed(String cycle, List<Transition> transitions) {}

    @Override
    public void ended(String cycle, Ending ending) {}

    @Override
    public List<Intent> open() {
        return List.of();
    }
}
