// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.check;

import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.index.Index;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Reads packs whole and proves every byte: by the pack's name, by its header, and blob by blob. */
final class DataCheck {
    private static final int MOST_THREADS = 4;

    private final Repository repository;
    private final Index index;
    private final LongConsumer progress;
    private final List<Problem> damages = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong packsRead = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();

    DataCheck(Repository repository, Index index, LongConsumer progress) {
        this.repository = repository;
        this.index = index;
        this.progress = progress;
    }

    List<Problem> damages() {
        return damages;
    }

    long packsRead() {
        return packsRead.get();
    }

    long bytesRead() {
        return bytesRead.get();
    }

    /** Reads a few packs at the same time, each into memory. */
    void read(List<FileId> packs) throws IOException {
        int connections = repository.backend().properties().connections();
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, connections)));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (FileId pack : packs) {
                running.add(executor.submit(() -> {
                    read(pack);
                    return pack;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while packs were read");
        } finally {
            executor.shutdownNow();
        }
    }

    private void read(FileId pack) throws IOException {
        Handle handle = new Handle(Kind.DATA, pack.toString());
        byte[] bytes;
        try {
            bytes = repository.backend().readAll(handle, Integer.MAX_VALUE - 8);
        } catch (BackendException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            damage(RepositoryException.damaged(handle.toString(), "it is missing", e));
            return;
        }
        if (!FileId.of(bytes).equals(pack)) {
            damage(RepositoryException.damaged(handle.toString(), "its bytes are not those of its name", null));
        }
        try {
            for (PackedBlob blob : repository.packs().header(pack, bytes)) {
                prove(pack, blob, bytes);
            }
        } catch (RepositoryException e) {
            damage(e);
        }
        packsRead.incrementAndGet();
        bytesRead.addAndGet(bytes.length);
        progress.accept(bytes.length);
    }

    private void prove(FileId pack, PackedBlob blob, byte[] bytes) {
        try {
            repository.codec().open(pack, blob, bytes, Math.toIntExact(blob.offset()));
        } catch (RepositoryException e) {
            damage(e);
        }
        if (!index.findAll(blob.type(), blob.id()).contains(new BlobPlace(pack, blob))) {
            damage(RepositoryException.damaged(
                    "pack " + pack,
                    blob.type().label() + " blob " + blob.id() + " is not in the index like this",
                    null));
        }
    }

    private void damage(RepositoryException error) {
        damages.add(error.problem());
    }
}
