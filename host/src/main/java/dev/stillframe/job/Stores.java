// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.StoreException;
import java.io.IOException;

/** Failures of a destination that reach a use case as plain I/O errors. */
final class Stores {
    private Stores() {}

    static StillframeException failure(Destination destination, IOException e) {
        if (e instanceof StoreException known) {
            return known.asStillframeException();
        }
        return new StillframeException(
                "store.failed",
                destination.location() + ": " + e.getMessage(),
                Retry.UNKNOWN,
                "check the destination's space, rights and disks",
                e);
    }
}
