// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.guard.HostGuard;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.plan.Plan;

/** Begins cycles. Any thread; one cycle of an application at a time. */
public final class Coordinator {
    private final Clock clock;
    private final Journal journal;
    private final UndoSystem system;
    private final Events events;
    private final ExitHooks exit;

    public Coordinator(Clock clock, Journal journal, UndoSystem system, Events events) {
        this(clock, journal, system, events, ExitHooks.jvm());
    }

    Coordinator(Clock clock, Journal journal, UndoSystem system, Events events, ExitHooks exit) {
        this.clock = clock;
        this.journal = journal;
        this.system = system;
        this.events = events;
        this.exit = exit;
    }

    /**
     * Prepares every application of the plan, notes the intent durably, makes the snapshots ready and rehearses the
     * frozen window, so that its code is loaded when it opens.
     *
     * <p>May block as long as the prepare timeout, once for the applications and once for the snapshots. An interrupt
     * ends the cycle.
     *
     * @throws CycleException if the cycle cannot go on; everything was given back
     */
    public Prepared prepare(CycleSpec spec) throws CycleException {
        GuardLine guard = new HostGuard(system);
        CycleRun run = new CycleRun(spec, clock, journal, guard, events, exit);
        boolean ready = false;
        try {
            if (spec.plan().shape() == Plan.Shape.IMAGE) {
                Rehearsal.once();
            }
            run.prepare();
            ready = true;
        } finally {
            if (!ready) {
                run.close();
            }
        }
        return spec.plan().shape() == Plan.Shape.IMAGE ? new PreparedImage(run) : new PreparedCopy(run);
    }
}
