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

    /** @param cause what was thrown below, for the log */
    public WriterException(String code, String message, Retry retry, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retry = retry;
        this.hint = hint;
    }

    /** Stable across versions, words with dots. */
    public String code() {
        return code;
    }

    /** Whether doing the same again can be expected to help. */
    public Retry retry() {
        return retry;
    }

    /** What the operator can do about it; may be empty. */
    public String hint() {
        return hint;
    }
}
