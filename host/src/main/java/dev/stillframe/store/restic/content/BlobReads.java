// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.BlobSink;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Chunks of files, read through a memory of bounded size: those that will be needed are fetched pack by pack, ahead and in
 * parallel. Any thread.
 */
public final class BlobReads implements AutoCloseable {
    private final Repository repository;
    private final long budget;
    private final ExecutorService pool;
    private final Map<BlobId, CompletableFuture<byte[]>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Reads nothing yet.
     *
     * @param budget how many bytes are kept; what is being fetched comes on top
     * @param threads that fetch
     */
    public BlobReads(Repository repository, long budget, int threads) {
        this.repository = repository;
        this.budget = budget;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "stillframe-fetch");
            thread.setDaemon(true);
            return thread;
        });
    }

    Repository repository() {
        return repository;
    }

    /** A chunk's bytes, not to be changed. Waits for it if it is being fetched, else fetches it here. */
    byte[] get(BlobId id) throws IOException {
        CompletableFuture<byte[]> fetched;
        boolean mine = false;
        synchronized (this) {
            fetched = kept.get(id);
            if (fetched == null) {
                fetched = new CompletableFuture<>();
                kept.put(id, fetched);
                mine = true;
            }
        }
        if (mine) {
            try {
                keep(id, fetched, repository.load(BlobType.DATA, id));
            } catch (IOException | RuntimeException | Error e) {
                fail(id, fetched, e);
            }
        }
        try {
            return fetched.join();
        } catch (CompletionException e) {
            if (!mine) {
                return repository.load(
                        BlobType.DATA, id); // another copy may be good, and the error is that of this reading
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /** Begins to fetch these. Never fails: whoever needs one is told. */
    public void soon(Collection<BlobId> ids) {
        Map<FileId, List<Promise>> packs = new HashMap<>();
        synchronized (this) {
            for (BlobId id : ids) {
                if (kept.get(id) != null) {
                    continue; // asked for, and therefore used last from now on
                }
                Optional<BlobPlace> place = repository.find(BlobType.DATA, id);
                if (place.isPresent()) {
                    Promise promise = new Promise(place.get().blob(), new CompletableFuture<>());
                    packs.computeIfAbsent(place.get().pack(), pack -> new ArrayList<>())
                            .add(promise);
                    kept.put(id, promise.bytes());
                }
            }
        }
        packs.forEach((pack, promises) -> {
            try {
                pool.execute(() -> fetch(pack, promises));
            } catch (RejectedExecutionException e) {
                promises.forEach(promise -> fail(promise.blob().id(), promise.bytes(), e));
            }
        });
    }

    /** A chunk that is being fetched. */
    private record Promise(PackedBlob blob, CompletableFuture<byte[]> bytes) {}

    private void fetch(FileId pack, List<Promise> promises) {
        Map<BlobId, CompletableFuture<byte[]>> open = new HashMap<>();
        promises.forEach(promise -> open.put(promise.blob().id(), promise.bytes()));
        Throwable reason = new IOException("pack " + pack + " has not given it");
        try {
            repository.load(pack, promises.stream().map(Promise::blob).toList(), new BlobSink() {
                @Override
                public void blob(PackedBlob blob, byte[] plain) {
                    Optional.ofNullable(open.get(blob.id())).ifPresent(bytes -> keep(blob.id(), bytes, plain));
                }

                @Override
                public void damaged(PackedBlob blob, RepositoryException error) {
                    Optional.ofNullable(open.get(blob.id())).ifPresent(bytes -> fail(blob.id(), bytes, error));
                }
            });
        } catch (IOException | RuntimeException | Error e) {
            reason = e;
        }
        for (Promise promise : promises) {
            if (!promise.bytes().isDone()) {
                fail(promise.blob().id(), promise.bytes(), reason);
            }
        }
    }

    private void keep(BlobId id, CompletableFuture<byte[]> promised, byte[] plain) {
        synchronized (this) {
            bytes += plain.length;
            Iterator<Map.Entry<BlobId, CompletableFuture<byte[]>>> oldest =
                    kept.entrySet().iterator();
            while (bytes > budget && oldest.hasNext()) {
                Map.Entry<BlobId, CompletableFuture<byte[]>> entry = oldest.next();
                if (entry.getValue().isDone() && !entry.getValue().isCompletedExceptionally()) {
                    bytes -= entry.getValue().join().length;
                    oldest.remove();
                }
            }
            if (kept.get(id) != promised) {
                bytes -= plain.length; // nobody asks for it any more
            }
            promised.complete(plain); // nothing hangs on it that would run here
        }
    }

    private void fail(BlobId id, CompletableFuture<byte[]> promised, Throwable cause) {
        synchronized (this) {
            kept.remove(id, promised);
            promised.completeExceptionally(cause);
        }
    }

    /** Stops fetching. */
    @Override
    public void close() {
        pool.shutdownNow();
        synchronized (this) {
            kept.values().forEach(fetched -> fetched.completeExceptionally(new IOException("the backup was closed")));
            kept.clear();
        }
    }
}
