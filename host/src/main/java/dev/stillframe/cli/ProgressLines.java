// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.clock.Clock;
import dev.stillframe.event.Event;
import java.time.Duration;

/** A line for each phase, and one now and then inside a long one. */
final class ProgressLines implements Progress {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Output output;
    private long told;

    ProgressLines(Clock clock, Output output) {
        this.clock = clock;
        this.output = output;
        this.told = clock.nanoTime();
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.PhaseBegan) {
            told = clock.nanoTime();
        } else if (event instanceof Event.PhaseEnded ended) {
            output.message(ended.phase() + ": done in " + Units.duration(ended.took()));
        } else if (event instanceof Event.Warned warned) {
            output.warn(warned.problem());
        } else if (event instanceof Event.Progress progress && clock.nanoTime() - told >= PAUSE.toNanos()) {
            told = clock.nanoTime();
            output.message(progress.phase() + ": " + amount(progress));
        }
    }

    static String amount(Event.Progress progress) {
        boolean bytes = progress.unit().equals("bytes");
        String done = bytes ? Units.bytes(progress.done()) : progress.done() + " " + progress.unit();
        if (progress.total() == 0) {
            return done;
        }
        String total = bytes ? Units.bytes(progress.total()) : String.valueOf(progress.total());
        return done + " of " + total + " (" + Math.min(100, progress.done() * 100 / progress.total()) + " %)";
    }

    @Override
    public void close() {}
}
