// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.ThawAction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The line between a cycle and its guard, whoever is at the other end: in this version an object in this process, later
 * a process of its own that also acts when the line ends. Any thread.
 */
public interface GuardLine {
    /** Where one application arms its actions. */
    Guard of(String application);

    /** What an application has armed and not disarmed, in the order of arming. */
    List<ThawAction> armed(String application);

    /** Forgets an application's actions: its hold is over, and nothing more can be armed for it. */
    void disarm(String application);

    /**
     * Runs the armed actions of these applications, each application's last to first and the applications in parallel.
     * Waits no longer than the limit; what is still running then goes on and is reported as a failure. What was armed
     * stays armed, and nothing more can be armed for them. Repeatedly.
     */
    List<Undone> undo(Collection<String> applications, Duration limit);
}
