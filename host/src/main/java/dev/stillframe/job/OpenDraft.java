// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.tree.Draft;

/**
 * A draft until the backup has ended. What became of the backup stands by then: what of the draft cannot be cleared away
 * is a warning, and the next start removes it.
 */
record OpenDraft(Draft draft, Events events) implements AutoCloseable {
    @Override
    public void close() {
        try {
            draft.close();
        } catch (StillframeException e) {
            events.on(new Event.Warned(e.problem()));
        }
    }
}
