// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A thread that stands in COM's multi-threaded apartment for as long as a requester lives, and makes all its calls: the
 * apartment ends with its last thread, and the host's calls come from changing ones. Any thread may ask.
 */
public final class Apartment implements AutoCloseable {
    private final VssLibrary library;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "vss");
        made.setDaemon(true);
        return made;
    });
    private boolean owed; // of the thread alone

    private Apartment(VssLibrary library) {
        this.library = library;
    }

    /** @throws IOException if COM does not let this process in */
    public static Apartment enter(VssLibrary library) throws IOException {
        Apartment apartment = new Apartment(library);
        try {
            apartment.call(() -> {
                apartment.owed = library.enterApartment();
                return true;
            });
            return apartment;
        } catch (IOException | RuntimeException | Error e) {
            apartment.thread.shutdown();
            throw e;
        }
    }

    /**
     * Does some work in the apartment, after what was asked for before. An interrupt of the caller leaves the work to
     * itself.
     *
     * @throws IOException what the work threw; or that it was interrupted, or came after the end
     */
    public <T> T call(Callable<T> work) throws IOException {
        try {
            return thread.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for VSS", e);
        } catch (RejectedExecutionException e) {
            throw new IOException("the VSS requester has ended", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** Leaves after what was asked for before. May be called twice; does not wait. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                if (owed) {
                    owed = false;
                    library.leaveApartment();
                }
            });
        } catch (RejectedExecutionException e) {
            return; // closed before
        }
        thread.shutdown();
    }
}
