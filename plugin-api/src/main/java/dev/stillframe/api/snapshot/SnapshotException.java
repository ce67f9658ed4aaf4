// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.Retry;
import org.jspecify.annotations.Nullable;

/** A snapshot could not be made, found or removed. The message is lower case and names the volume. */
public final class SnapshotException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Retry retry;
    private final String hint;

    /** @param code stable across versions, words with dots, for example {@code snapshot.btrfs.nested} */
    public SnapshotException(String code, String message, Retry retry, String hint) {
        this(code, message, retry, hint, null);
    }

    /** @param cause what was thrown below, for the log */
    public SnapshotException(String code, String message, Retry retry, String hint, @Nullable Throwable cause) {
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
