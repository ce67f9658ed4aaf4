// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

/** The ways in which a writer can misbehave. */
enum How {
    /** A {@code WriterException}; where none may be thrown, an unchecked exception. */
    THROW,
    /** An {@code Error} of a class that the host does not know. */
    ERROR,
    /** Until it is interrupted. */
    HANG,
    /** As a database driver that does not answer interrupts but loses its connection. */
    HANG_UNTIL_ABORT,
    /** Whatever comes. */
    HANG_FOR_EVER,
    /** Does its work when the abort is over, and returns as if nothing had been. */
    LATE,
    /** Says that it did its work. */
    LIE,
    /** Ends the JVM, with the exit code that means success. */
    EXIT,
    /** Takes all memory, and keeps it until it is aborted, for two seconds at most. */
    EXHAUST,
    /** In thaw: says that the hold was lost. */
    LOSE,
    /** Returns null. */
    NULL,
    /** Prints half a line of JSON to the standard output, and behaves. */
    PRINT,
    /** Leaves a thread behind that never ends and is no daemon, and behaves. */
    LEAK
}
