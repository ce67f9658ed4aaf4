// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.event;

/** Receives events. Any thread; must not block. Inside the frozen window nothing is sent: events wait until the thaw. */
@FunctionalInterface
public interface Events {
    void on(Event event);

    static Events none() {
        return event -> {};
    }
}
