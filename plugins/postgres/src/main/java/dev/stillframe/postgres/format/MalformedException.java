// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/** Bytes are not what the format says. The message is the reason: lower case, no full stop, without the file's name. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String reason) {
        super(reason);
    }

    /** The reason; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
