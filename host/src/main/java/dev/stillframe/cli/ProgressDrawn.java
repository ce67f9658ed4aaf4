// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.event.Event;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for a phase that tells how far it is; a line for one that ended. */
final class ProgressDrawn implements Progress {
    private final PrintStream terminal;
    private final Output output;
    private @Nullable ProgressBar bar;
    private String drawn = "";

    ProgressDrawn(PrintStream terminal, Output output) {
        this.terminal = terminal;
        this.output = output;
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.Progress progress) {
            draw(progress);
        } else if (event instanceof Event.PhaseBegan || event instanceof Event.WindowOpens) {
            close();
        } else if (event instanceof Event.PhaseEnded ended) {
            close();
            output.message(ended.phase() + ": done in " + Units.duration(ended.took()));
        } else if (event instanceof Event.Warned warned) {
            close();
            output.warn(warned.problem());
        }
    }

    private void draw(Event.Progress progress) {
        ProgressBar current = bar;
        if (current == null || !drawn.equals(progress.phase())) {
            close();
            boolean bytes = progress.unit().equals("bytes");
            current = new ProgressBarBuilder()
                    .setTaskName(progress.phase())
                    .setInitialMax(progress.total() == 0 ? -1 : progress.total())
                    .setUnit(bytes ? " MiB" : " " + progress.unit(), bytes ? 1 << 20 : 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal))
                    .build();
            bar = current;
            drawn = progress.phase();
        }
        current.stepTo(progress.done());
    }

    @Override
    public synchronized void close() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
            drawn = "";
        }
    }
}
