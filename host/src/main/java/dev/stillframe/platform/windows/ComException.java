// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.util.Optional;

/** A COM call failed. */
public final class ComException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int code;

    public ComException(String call, int code) {
        super(call + ": " + HResult.describe(code));
        this.call = call;
        this.code = code;
    }

    /** The function or method that failed. */
    public String call() {
        return call;
    }

    public int code() {
        return code;
    }

    /** Empty if nobody here knows this result by name. */
    public Optional<HResult> result() {
        return HResult.of(code);
    }
}
