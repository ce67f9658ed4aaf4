// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.ThawAction;
import java.time.Duration;
import java.util.List;

/**
 * The line between a cycle and its guard, whoever is at the other end: in this version an object in this process, later
 * a process of its own that also acts when the line ends. Any thread.
 */
public interface GuardLine extends AutoCloseable {
    /** Where one application arms its actions. */
    Guard of(String application);

    /** What an application has armed and not disarmed, in the order of arming. */
    List<ThawAction> armed(String application);

    /** Forgets an application's actions: its hold is over, and nothing more can be armed for it. */
    void disarm(String application);

    /**
     * Runs every armed action, each application's last to first and the applications in parallel, and waits no longer
     * than the limit; what is still running then goes on and is reported as a failure. Repeatedly.
     */
    List<Undone> undo(Duration limit);

    /** The cycle is over. Actions that are still armed are forgotten: undo or disarm comes before. */
    @Override
    void close();
}
