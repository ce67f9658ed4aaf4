// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.pack.PackBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts sealed blobs into packs, trees and data apart, and stores full packs on threads of its own. It holds at most two
 * packs in the making and as many full ones as it has connections. Any thread, several at once; close it.
 *
 * <p>Once a pack could not be stored, every call throws that error.
 */
public final class PackStore implements AutoCloseable {
    private static final int SPARE = 1 << 20;

    private final Backend backend;
    private final Key key;
    private final Index index;
    private final IndexWriting indexes;
    private final int packSize;
    private final int connections;
    private final Map<BlobType, Open> open = new EnumMap<>(BlobType.class);
    private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor;
    private final Semaphore free;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Consumer<PackBuilder.Finished> stored = pack -> {};

    /** A pack in the making; its own lock. */
    private static final class Open {
        private @Nullable PackBuilder pack;
    }

    PackStore(Backend backend, Key key, Index index, IndexWriting indexes, RepositorySettings settings) {
        this.backend = backend;
        this.key = key;
        this.index = index;
        this.indexes = indexes;
        packSize = settings.packSize();
        int most = Math.max(1, backend.properties().connections());
        connections = settings.connections() > 0 ? Math.min(settings.connections(), most) : most;
        free = new Semaphore(connections);
        executor = Executors.newFixedThreadPool(connections, task -> {
            Thread thread = new Thread(task, "pack store");
            thread.setDaemon(true);
            return thread;
        });
        for (BlobType type : BlobType.values()) {
            open.put(type, new Open());
        }
    }

    /** Before the first call of anything else: who is told of each pack once it is stored and in the index. */
    void whenStored(Consumer<PackBuilder.Finished> listener) {
        stored = listener;
    }

    /** Adds a sealed blob, see {@link BlobCodec.Sealed}, whatever the index says of it. */
    public void add(BlobType type, BlobId id, byte[] sealed, int length, int plainLength) throws IOException {
        refuseIfBroken();
        PackBuilder full = null;
        Open mine = open.get(type);
        if (mine == null) {
            throw new IllegalStateException("every type has its pack");
        }
        synchronized (mine) {
            PackBuilder pack = mine.pack == null ? new PackBuilder(type, buffer()) : mine.pack;
            pack.add(id, sealed, length, plainLength);
            boolean isFull = pack.isFull(packSize);
            mine.pack = isFull ? null : pack;
            full = isFull ? pack : null;
        }
        if (full != null) {
            store(full);
        }
    }

    /** Stores all packs, full or not, and waits until they are stored. Nobody adds meanwhile. */
    public void flush() throws IOException {
        for (Open one : open.values()) {
            PackBuilder pack;
            synchronized (one) {
                pack = one.pack;
                one.pack = null;
            }
            if (pack != null) {
                store(pack);
            }
        }
        acquire(connections);
        free.release(connections);
        refuseIfBroken();
    }

    private void store(PackBuilder pack) throws IOException {
        acquire(1);
        try {
            executor.execute(() -> storeNow(pack));
        } catch (RuntimeException e) { // closed meanwhile
            free.release();
            throw new IOException("the writer is closed", e);
        }
    }

    private void storeNow(PackBuilder pack) {
        try {
            if (failure.get() == null) {
                PackBuilder.Finished finished = pack.finish(key);
                Handle handle = new Handle(Kind.DATA, finished.id().toString());
                SealedFiles.writeNamed(backend, handle, Body.of(finished.bytes(), 0, finished.length()));
                index.add(finished.id(), finished.blobs());
                indexes.add(finished.id(), finished.blobs());
                stored.accept(finished);
                buffers.add(finished.bytes());
            }
        } catch (IOException | RuntimeException | Error e) {
            breakOff(e);
        } finally {
            free.release();
        }
    }

    private byte[] buffer() {
        byte[] used = buffers.poll();
        return used == null ? new byte[packSize + packSize / 8 + SPARE] : used;
    }

    private void acquire(int permits) throws IOException {
        try {
            free.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while packs were stored");
        }
    }

    /** From now on every call throws this. */
    void breakOff(Throwable why) {
        failure.compareAndSet(null, why);
    }

    void refuseIfBroken() throws IOException {
        Throwable why = failure.get();
        if (why instanceof IOException io) {
            throw io;
        }
        if (why != null) {
            throw new IOException("a pack could not be stored: " + why, why);
        }
    }

    /** Gives up what is not stored; waits for what is being stored. */
    @Override
    public void close() throws IOException {
        breakOff(new IOException("the writer is closed"));
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.HOURS)) {
                throw new IOException("packs are still being stored after an hour");
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
