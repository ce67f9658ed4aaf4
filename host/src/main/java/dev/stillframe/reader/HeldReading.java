// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A small live file: read into memory until it is the same twice, and only then stored. */
final class HeldReading implements Reading {
    private final SteadyFile file;
    private final FutureTask<SteadyFile.Steady> task;
    private boolean closed;

    HeldReading(SteadyFile file) {
        this.file = file;
        Callable<SteadyFile.Steady> read = file::read;
        this.task = new FutureTask<>(read);
    }

    /** What a thread that reads ahead runs. */
    Runnable task() {
        return task;
    }

    @Override
    public Content content() throws IOException, InterruptedException {
        return steady().content();
    }

    @Override
    public Node node() {
        try {
            return steady().node();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("asked for a node before its content", e);
        }
    }

    @Override
    public Optional<Remark> after(TreeSink.Stored stored) throws IOException {
        try {
            return steady().remark();
        } catch (InterruptedException e) {
            throw new IllegalStateException("asked for remarks before the content", e);
        }
    }

    private SteadyFile.Steady steady() throws IOException, InterruptedException {
        task.run(); // here and now if no thread has come to it; does nothing if one has
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new IOException(failure.getMessage(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            task.cancel(false);
            file.close();
        }
    }
}
