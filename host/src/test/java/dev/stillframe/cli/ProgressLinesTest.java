// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.clock.Clock;
import dev.stillframe.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    };

    @Test
    void a_phase_is_a_line_and_a_long_one_tells_now_and_then_how_far_it_is() {
        Output output = new Output(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        try (Progress progress = new ProgressLines(clock, output)) {
            progress.on(new Event.PhaseBegan("copy"));
            progress.on(new Event.Progress("copy", 1, 0, "bytes"));
            nanos += Duration.ofSeconds(11).toNanos();
            progress.on(new Event.Progress("copy", 2048, 0, "bytes"));
            progress.on(new Event.Progress("copy", 4096, 0, "bytes"));
            nanos += Duration.ofSeconds(11).toNanos();
            progress.on(new Event.Progress("copy", 30, 40, "files"));
            progress.on(new Event.Warned(Samples.PROBLEM));
            progress.on(new Event.PhaseEnded("copy", Duration.ofSeconds(25)));
        }

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "copy: 2.00 KiB",
                        "copy: 30 files of 40 (75 %)",
                        "warning [postgres.down] the server of orders does not answer",
                        "hint: start it",
                        "copy: done in 25.0 s");
    }
}
