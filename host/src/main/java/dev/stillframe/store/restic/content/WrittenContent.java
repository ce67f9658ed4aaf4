// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.format.BlobId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A content that was read and cut.
 *
 * @param ids the names of its chunks, when they are saved
 * @param lengths of its chunks, in bytes
 */
public record WrittenContent(CompletableFuture<List<BlobId>> ids, List<Integer> lengths) {
    public WrittenContent {
        lengths = List.copyOf(lengths);
    }

    /** Of the whole content, in bytes. */
    public long size() {
        return lengths.stream().mapToLong(Integer::longValue).sum();
    }
}
