// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Events;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.guard.Guards;
import dev.stillframe.plan.Plan;

/** Begins cycles. Any thread; one cycle of an application at a time. */
public final class Coordinator {
    private final Clock clock;
    private final Journal journal;
    private final Guards guards;
    private final Events events;
    private final ExitHooks exit;

    public Coordinator(Clock clock, Journal journal, Guards guards, Events events) {
        this(clock, journal, guards, events, ExitHooks.jvm());
    }

    Coordinator(Clock clock, Journal journal, Guards guards, Events events, ExitHooks exit) {
        this.clock = clock;
        this.journal = journal;
        this.guards = guards;
        this.events = events;
        this.exit = exit;
    }

    /**
     * Rehearses the frozen window, so that its code is loaded when it opens, starts the guard, prepares every
     * application of the plan, notes the intent durably and makes the snapshots ready.
     *
     * <p>May block as long as the prepare timeout, once for the applications and once for the snapshots. An interrupt
     * ends the cycle.
     *
     * @throws CycleException if the cycle cannot go on; everything was given back
     * @throws StillframeException if there is no guard; nobody was asked for anything
     */
    public Prepared prepare(CycleSpec spec) throws StillframeException {
        if (spec.plan().shape() == Plan.Shape.IMAGE) {
            Rehearsal.once();
        }
        GuardLine guard = guards.start(spec.id());
        CycleRun run = new CycleRun(spec, clock, journal, guard, events, exit);
        boolean ready = false;
        try {
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
