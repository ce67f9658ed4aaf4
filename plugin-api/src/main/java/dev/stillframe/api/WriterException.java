// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import org.jspecify.annotations.Nullable;

/** A writer could not do what it was asked to. The message is lower case and names the file, volume or application. */
public final class WriterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Retry retry;
    private final String hint;

    /**
     * @param code stable across versions, words with dots, for example {@code postgres.wal-level}
     * @param hint what the operator can do about it; empty if nothing is known
     */
    public WriterException(String code, String message, Retry retry, String hint) {
        this(code, message, retry, hint, null);
    }

    public WriterException(String code, String message, Retry retry, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retry = retry;
        this.hint = hint;
    }

    public String code() {
        return code;
    }

    public Retry retry() {
        return retry;
    }

    public String hint() {
        return hint;
    }
}
