// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stored file is not what was written: the message names it and what is wrong. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
