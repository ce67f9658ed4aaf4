// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Walks on a thread of its own, ahead of the copy: opens each file through its folder and begins to read it, as far as
 * buffers and the number of open files allow. {@link #next} and {@link #close} belong to one thread.
 */
final class WalkAhead implements AutoCloseable {
    private final EntryStream walk;
    private final Readings readings;
    private final TreeSink sink;
    private final Set<SourcePath> replaced;
    private final BlockingQueue<Arrival> queue;
    private final Set<FileId> met = new HashSet<>();
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /**
     * Begins.
     *
     * @param sink asked which files need not be read
     * @param replaced files that late files stand for
     */
    WalkAhead(EntryStream walk, Readings readings, TreeSink sink, Set<SourcePath> replaced, int filesAhead) {
        this.walk = walk;
        this.readings = readings;
        this.sink = sink;
        this.replaced = replaced;
        this.queue = new ArrayBlockingQueue<>(filesAhead);
        this.thread = new Thread(this::run, "stillframe-walk");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next arrival; waits for it. */
    Arrival next() throws InterruptedException {
        Arrival arrival = queue.take();
        Throwable failed = failure;
        if (arrival instanceof Arrival.End && failed != null) {
            throw new IllegalStateException("the walk failed", failed);
        }
        return arrival;
    }

    private void run() {
        try {
            try (walk) {
                walkThrough();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            put(new Arrival.End()); // in any case: somebody waits for it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the copy is over
        }
    }

    private void walkThrough() throws InterruptedException {
        for (Optional<Seen> seen = walk.next(); seen.isPresent(); seen = walk.next()) {
            if (seen.get() instanceof Seen.Entry entry && isFile(entry)) {
                if (!replaced.contains(entry.path())) {
                    put(file(entry));
                }
            } else {
                put(new Arrival.Plain(seen.get()));
            }
        }
    }

    private static boolean isFile(Seen.Entry entry) {
        return entry.metadata().kind() == Metadata.Kind.FILE;
    }

    private Arrival file(Seen.Entry entry) throws InterruptedException {
        if (entry.takers().isEmpty()) {
            return new Arrival.Plain(entry);
        }
        Optional<FileId> id = FileId.ofLinked(entry);
        if (id.isPresent() && !met.add(id.get())) {
            return new Arrival.Linked(entry, id.get());
        }
        try {
            Optional<TreeSink.Known> known = sink.known(new Node(entry.path(), entry.metadata()));
            if (known.isPresent()) {
                return new Arrival.Known(entry, known.get());
            }
            return new Arrival.Opened(entry, readings.ahead(entry));
        } catch (IOException e) {
            Remark.Kind kind = Failure.kind(entry.live(), e);
            return new Arrival.Plain(new Seen.Gap(entry.path(), kind, Failure.reason(entry.path(), e), entry.takers()));
        }
    }

    private void put(Arrival arrival) throws InterruptedException {
        boolean handed = false;
        try {
            queue.put(arrival);
            handed = true;
        } finally {
            if (!handed) {
                discard(arrival);
            }
        }
    }

    private static void discard(Arrival arrival) {
        if (arrival instanceof Arrival.Opened opened) {
            opened.reading().close();
        }
    }

    /** Stops the walk and closes what it had opened. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // it ends soon; its descriptors must not outlive the copy
            }
        }
        queue.forEach(WalkAhead::discard);
        queue.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
