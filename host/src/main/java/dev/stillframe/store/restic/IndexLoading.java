// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.IndexJson;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.index.Index;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Reads index files into an index, a few at the same time. */
final class IndexLoading {
    /** More would only hold more JSON in memory at once. */
    private static final int MOST_THREADS = 4;

    private final SealedFiles files;
    private final int threads;

    IndexLoading(SealedFiles files, int connections) {
        this.files = files;
        threads = Math.max(1, Math.min(MOST_THREADS, connections));
    }

    void load(List<FileId> ids, Index index, Reachability.Broken damaged) throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (FileId id : ids) {
                running.add(executor.submit(() -> {
                    load(id, index);
                    return id;
                }));
            }
            for (Future<?> one : running) {
                await(one, damaged);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the index was read");
        } finally {
            executor.shutdownNow();
        }
    }

    private static void await(Future<?> one, Reachability.Broken damaged) throws IOException, InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RepositoryException error) {
                damaged.at(error);
            } else {
                throw Failures.asIo(e);
            }
        }
    }

    /** Reads one index file into an index. */
    void load(FileId id, Index index) throws IOException {
        byte[] json = files.load(Kind.INDEX, id);
        IntStream.Builder numbers = IntStream.builder();
        IndexJson.read(
                json,
                new Handle(Kind.INDEX, id.toString()).toString(),
                (pack, blobs) -> numbers.add(index.add(pack, blobs)));
        index.addFile(id, numbers.build().toArray());
    }
}
