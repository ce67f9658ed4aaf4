// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.Intent;
import dev.stillframe.cycle.Journal;
import dev.stillframe.cycle.Transition;
import dev.stillframe.error.StillframeException;
import java.time.Instant;
import java.util.List;

/** The catalogue of one host, in SQLite. Losing it loses no backup. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Catalog implements Journal, AutoCloseable {
    private Catalog() {}

    /** Opens it, making or migrating it if needed. */
    public static Catalog open(StateDirectory state, Clock clock) throws StillframeException {
        throw new UnsupportedOperationException(state.folder() + "" + clock);
    }

    @Override
    public void intend(Intent intent) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void passed(String cycle, List<Transition> transitions) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ended(String cycle, Ending ending) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Intent> open() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** Keeps a copy of a backup's receipt. */
    public void remember(String id, String job, Instant time, String receiptJson) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
