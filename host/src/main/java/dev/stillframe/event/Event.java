// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.event;

import dev.stillframe.error.Problem;
import java.time.Duration;

/** Something that an operator can watch. */
public sealed interface Event {
    record PhaseBegan(String phase) implements Event {}

    record PhaseEnded(String phase, Duration took) implements Event {}

    /**
     * How far a long phase is.
     *
     * @param total what {@code done} will be about; 0 if it is not known, as of a copy, whose files are found on the way
     */
    record Progress(String phase, long done, long total, String unit) implements Event {}

    /** Something that the operator should know and that stops nothing. */
    record Warned(Problem problem) implements Event {}
}
