// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.error;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;

/**
 * One thing that went wrong, as people and programs read it.
 *
 * @param code stable across versions: lower-case words with dots, the first naming the area
 * @param message lower case, no full stop; names the file, volume or application
 * @param hint what to do about it; may be empty
 */
public record Problem(String code, String message, Retry retry, String hint) {
    public static Problem of(WriterException e) {
        return new Problem(e.code(), text(e), e.retry(), e.hint());
    }

    public static Problem of(SnapshotException e) {
        return new Problem(e.code(), text(e), e.retry(), e.hint());
    }

    /** The line for a terminal: message, then hint. */
    @Override
    public String toString() {
        return "[" + code + "] " + message + (hint.isEmpty() ? "" : " (hint: " + hint + ")");
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
