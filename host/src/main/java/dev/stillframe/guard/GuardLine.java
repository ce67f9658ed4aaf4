// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.ThawAction;
import dev.stillframe.error.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The line between one cycle and its guard, whoever is at the other end. Any thread. */
public interface GuardLine {
    /** The code that says that the guard ended the holds before the host did. */
    String ACTED = "guard.acted";

    /** Where one application arms its actions. */
    Guard of(String application);

    /** What an application has armed and not disarmed, in the order of arming. */
    List<ThawAction> armed(String application);

    /** Forgets an application's actions: its hold is over, and nothing more can be armed for it. Waits for nobody. */
    void disarm(String application);

    /** An application's abort returned: no session of its is left that only the host's end would end. */
    void spare(String application);

    /**
     * Runs the armed actions of these applications, each application's last to first and the applications in parallel.
     * Waits no longer than the limit; what is still running then goes on and is reported as a failure. What was armed
     * stays armed, and nothing more can be armed for them. Repeatedly.
     */
    List<Undone> undo(Collection<String> applications, Duration limit);

    /**
     * A frozen window opens: whatever is armed then is undone after the limit, unless {@link #unwatch} comes before.
     *
     * @return why nothing must be frozen; empty if the guard has acknowledged
     */
    Optional<Problem> watch(Duration limit);

    /**
     * The window is closed.
     *
     * @return what has to be known of the guard: {@link #ACTED}, then nothing was held until now; {@code
     *     guard.gone}, then the window had no guard for a while; empty if it watched all the time
     */
    Optional<Problem> unwatch();

    /**
     * The cycle is over. May be called twice.
     *
     * @param settled whether nothing is owed; otherwise the guard undoes once more whatever is armed
     */
    void end(boolean settled);
}
