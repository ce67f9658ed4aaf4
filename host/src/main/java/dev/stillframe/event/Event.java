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

    /**
     * A frozen window is about to open: until {@link WindowClosed} nothing may be written to any file, neither for an
     * event nor for anything else, because the file may lie on what is frozen. Returns when that is so.
     */
    record WindowOpens() implements Event {}

    /** The window is closed. */
    record WindowClosed() implements Event {}

    /** Something that the operator should know and that stops nothing. */
    record Warned(Problem problem) implements Event {}
}
