// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stands still until it is told to go on; who sleeps makes it go on. Any thread. */
public final class ManualClock implements Clock {
    private final List<Duration> slept = new ArrayList<>();
    private Instant now;
    private long nanos;

    public ManualClock() {
        this(Instant.parse("2026-01-02T03:04:05Z"));
    }

    public ManualClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(time);
        advance(time);
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** How long each sleep was asked to be. */
    public synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }
}
