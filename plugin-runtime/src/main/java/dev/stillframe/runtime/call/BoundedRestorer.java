// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Restorer.RestoreReport;
import java.time.Duration;

/** A restorer whose every call is bounded in time. */
@SuppressWarnings("DoNotCallSuggester")
public final class BoundedRestorer implements AutoCloseable {
    public Outcome<Done> before(Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<RestoreReport> after(Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Closes the restorer and waits for it five seconds at most. May be called twice. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
