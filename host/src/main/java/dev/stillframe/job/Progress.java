// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Adds up the bytes of a phase and tells it as events. Any thread. */
final class Progress implements LongConsumer {
    private final Events events;
    private final String phase;
    private final long total;
    private final AtomicLong done = new AtomicLong();

    /** @param total how many bytes it will be; 0 if that is not known */
    Progress(Events events, String phase, long total) {
        this.events = events;
        this.phase = phase;
        this.total = total;
    }

    @Override
    public void accept(long more) {
        events.on(new Event.Progress(phase, done.addAndGet(more), total, "bytes"));
    }
}
