// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;

/**
 * One thing that is wrong with a configuration.
 *
 * @param code stable across versions, for example {@code config.unknown-key}
 * @param line counted from 1; 0 if the whole file is meant
 * @param column counted from 1, in characters; 0 if the whole file is meant
 * @param pointer a JSON Pointer (RFC 6901) to the value; empty for the whole document
 * @param message lower case, no full stop, never with the value of a secret
 * @param hint what to do about it; may be empty
 */
public record ConfigurationError(
        String code, Path file, int line, int column, String pointer, String message, String hint) {

    /** The line for a terminal: {@code file:line:column: pointer: message (hint) [code]}. */
    @Override
    public String toString() {
        String place = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return place
                + ": "
                + (pointer.isEmpty() ? "" : pointer + ": ")
                + message
                + (hint.isEmpty() ? "" : " (" + hint + ")")
                + " ["
                + code
                + "]";
    }
}
