// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.Problem;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Tries again what failed for a passing reason, and nothing else. An answer that was lost is made up for: what an earlier
 * attempt has written already counts as done by this call.
 */
public final class RetryingBackend implements Backend {
    private final Backend backend;
    private final RetryPolicy policy;
    private final Clock clock;
    private final RandomGenerator random;
    private final Events events;

    /**
     * @param random for the waits; safe for any thread
     * @param events is told of every failure that is tried again
     */
    public RetryingBackend(Backend backend, RetryPolicy policy, Clock clock, RandomGenerator random, Events events) {
        this.backend = backend;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    @Override
    public String location() {
        return backend.location();
    }

    @Override
    public Properties properties() {
        return backend.properties();
    }

    @Override
    public void create() throws BackendException {
        retry(attempt -> {
            backend.create();
            return true;
        });
    }

    @Override
    public List<Listed> list(Kind kind) throws BackendException {
        return retry(attempt -> backend.list(kind));
    }

    @Override
    public long size(Handle handle) throws BackendException {
        return retry(attempt -> backend.size(handle));
    }

    @Override
    public void read(Handle handle, long offset, ByteBuffer into) throws BackendException {
        int start = into.position();
        retry(attempt -> {
            into.position(start);
            backend.read(handle, offset, into);
            return true;
        });
    }

    @Override
    public byte[] readAll(Handle handle, int most) throws BackendException {
        return retry(attempt -> backend.readAll(handle, most));
    }

    @Override
    public void write(Handle handle, Body body) throws BackendException {
        retry(attempt -> {
            try {
                backend.write(handle, body);
            } catch (BackendException e) {
                if (attempt == 1 || e.failure() != Failure.EXISTS || !isThere(handle, body)) {
                    throw e;
                }
            }
            return true;
        });
    }

    /** Whether what exists is what an earlier attempt was to write: a name is a digest, but for the config's. */
    private boolean isThere(Handle handle, Body body) throws BackendException {
        if (backend.size(handle) != body.size()) {
            return false;
        }
        if (handle.kind() != Kind.CONFIG) {
            return true;
        }
        try (InputStream ours = body.open()) {
            return Arrays.equals(ours.readAllBytes(), backend.readAll(handle, (int) body.size()));
        } catch (BackendException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("what was read once cannot be read again", e);
        }
    }

    @Override
    public void remove(Handle handle) throws BackendException {
        retry(attempt -> {
            backend.remove(handle);
            return true;
        });
    }

    @Override
    public List<String> sweep(Duration age) throws BackendException {
        return retry(attempt -> backend.sweep(age));
    }

    @Override
    public void close() throws BackendException {
        backend.close();
    }

    /** One attempt at a call. */
    @FunctionalInterface
    private interface Attempt<T> {
        /** @param number from 1 */
        T make(int number) throws BackendException;
    }

    private <T> T retry(Attempt<T> call) throws BackendException {
        long began = clock.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make(attempt);
            } catch (BackendException e) {
                Duration wait = policy.waitAfter(attempt, random);
                Duration spent = Duration.ofNanos(clock.nanoTime() - began);
                if (e.failure() != Failure.TRANSIENT || spent.plus(wait).compareTo(policy.total()) > 0) {
                    throw e;
                }
                events.on(new Event.Warned(e.problem()));
                sleep(wait, e);
            }
        }
    }

    private void sleep(Duration wait, BackendException failed) throws BackendException {
        try {
            clock.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(
                    Failure.INTERRUPTED,
                    new Problem(
                            "store.interrupted",
                            "interrupted before another attempt; the last one: "
                                    + failed.problem().message(),
                            Retry.HELPS,
                            failed.problem().hint()),
                    e);
        }
    }
}
