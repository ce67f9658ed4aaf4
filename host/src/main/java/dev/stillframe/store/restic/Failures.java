// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What a task of another thread threw, for the thread that asked for it. */
final class Failures {
    private Failures() {}

    static IOException asIo(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return new IOException(cause);
    }
}
