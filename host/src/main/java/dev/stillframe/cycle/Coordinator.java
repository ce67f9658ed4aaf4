// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.guard.UndoSystem;

/** Begins cycles. Any thread; one cycle of an application at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class Coordinator {
    public Coordinator(Clock clock, Journal journal, UndoSystem system, Events events) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Prepares every application of the plan, notes the intent durably, and makes the snapshots ready.
     *
     * <p>May block as long as the prepare timeout. An interrupt ends the cycle.
     *
     * @throws CycleException if the cycle cannot go on; everything was given back
     */
    public Prepared prepare(CycleSpec spec) throws CycleException {
        throw new UnsupportedOperationException("not built yet");
    }
}
