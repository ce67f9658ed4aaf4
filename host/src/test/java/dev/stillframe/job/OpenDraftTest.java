// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.StoredTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenDraftTest {
    private final List<Event> events = new ArrayList<>();

    @Test
    void aStoredBackupStaysStoredWhenWhatIsLeftOfItsDraftCannotBeCleared() throws Exception {
        Destination.Published published;
        try (OpenDraft open = new OpenDraft(new StickyDraft(), events::add)) {
            published = open.draft().publish("{}");
        }

        assertThat(published.label().id()).isEqualTo("one");
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Warned.class,
                        warned -> assertThat(warned.problem().code()).isEqualTo("store.io"));
    }

    /** Is published like any other, and then cannot be closed. */
    private static final class StickyDraft implements Draft {
        @Override
        public Destination.Published publish(String receipt) {
            return new Destination.Published(
                    new Destination.Label("one", "host", "job", Instant.EPOCH), receipt, receipt.length());
        }

        @Override
        public void close() throws StillframeException {
            throw new StillframeException("store.io", "the disk is gone", Retry.UNKNOWN, "");
        }

        @Override
        public void put(Node node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stored put(Node node, Content content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void link(Node node, Node first) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoredTree readBack() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }
    }
}
