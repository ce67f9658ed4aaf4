// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.runtime.call.NanoClock;
import dev.stillframe.runtime.call.NanoDeadline;
import java.time.Duration;

/**
 * How the freeze timeout is spent, so that whatever hangs, enough is left to undo it: freezing and taking must be over
 * after 60 % of it, thawing after 85 %, aborting after 93 %, and the guard has the rest. What one step does not use, the
 * next may.
 *
 * @param opened when the window opened
 * @param timeout the whole, in nanoseconds
 */
record FreezeBudget(NanoClock clock, long opened, long timeout) {

    /** A budget that begins now. */
    static FreezeBudget open(NanoClock clock, Duration timeout) {
        return new FreezeBudget(clock, clock.nanoTime(), timeout.toNanos());
    }

    NanoDeadline held() {
        return after(60);
    }

    NanoDeadline thawed() {
        return after(85);
    }

    NanoDeadline aborted() {
        return after(93);
    }

    NanoDeadline over() {
        return after(100);
    }

    /** An equal share of what is left until a deadline, for the next of so many steps. */
    NanoDeadline share(NanoDeadline end, int steps) {
        return new NanoDeadline(clock, clock.nanoTime() + end.remainingNanos() / steps);
    }

    private NanoDeadline after(long percent) {
        return new NanoDeadline(clock, opened + timeout / 100 * percent);
    }
}
