// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Writer;
import java.time.Duration;

/**
 * A writer whose every call is bounded in time. A writer of which a call hung is unusable: every further call fails
 * with {@code call.unusable}. Calls never overlap. Any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class BoundedWriter implements AutoCloseable {
    /** @param writer wrapped already so that its class loader is set around every call */
    public BoundedWriter(String application, Writer writer, NanoClock clock) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The application's name in the configuration. */
    public String application() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<Inventory> identify(BackupType type, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Joins a cycle. */
    public Outcome<BoundedParticipant> join(Cycle cycle, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Closes the writer and waits for it five seconds at most. May be called twice. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
