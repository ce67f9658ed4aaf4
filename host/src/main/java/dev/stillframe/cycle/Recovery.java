// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Events;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.runtime.call.BoundedProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Undoes what earlier lives of this host left behind. Idempotent. To be used only by the one process that holds the
 * state directory's lock: with it, every cycle of this owner that is not named as living is dead.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Recovery {
    /** @param providers by their id */
    public Recovery(
            String owner, Journal journal, UndoSystem system, Map<String, BoundedProvider> providers, Events events) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Undoes holds, removes snapshots and ends intents. What fails is reported, and its intent stays open for the next
     * time.
     *
     * @param living ids of cycles that run in this process: they are not touched
     * @param volumes where snapshots are looked for beside those that the journal knows
     * @throws StillframeException if the journal cannot be read
     */
    public RecoveryReport recover(Set<String> living, List<Volume> volumes) throws StillframeException {
        throw new UnsupportedOperationException("not built yet");
    }
}
