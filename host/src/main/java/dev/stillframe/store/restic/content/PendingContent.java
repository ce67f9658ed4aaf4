// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.format.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A file's chunks, whose names come in any order; complete when the file was cut and all of them are there. Any thread. */
final class PendingContent {
    private static final BlobId NOT_YET = BlobId.ofWords(0, 0, 0, 0);

    private final List<BlobId> ids = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final CompletableFuture<List<BlobId>> whole = new CompletableFuture<>();
    private int missing;
    private boolean ended;

    /** The place of the next chunk of the file, which is so long. */
    synchronized int next(int length) {
        ids.add(NOT_YET);
        lengths.add(length);
        missing++;
        return ids.size() - 1;
    }

    void set(int place, BlobId id) {
        synchronized (this) {
            ids.set(place, id);
            missing--;
        }
        completeIfWhole();
    }

    /** No chunk follows. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        completeIfWhole();
    }

    void fail(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    synchronized WrittenContent written() {
        return new WrittenContent(whole, lengths);
    }

    private void completeIfWhole() {
        List<BlobId> all;
        synchronized (this) {
            if (!ended || missing > 0) {
                return;
            }
            all = List.copyOf(ids);
        }
        whole.complete(all); // outside of the lock: what waits for it runs here
    }
}
