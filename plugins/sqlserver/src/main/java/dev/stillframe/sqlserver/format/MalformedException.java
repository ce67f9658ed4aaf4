// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

/** Bytes are not what their place says they should be. The message is lower case and says what is wrong. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
