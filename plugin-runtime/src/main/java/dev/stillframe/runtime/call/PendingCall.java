// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call into foreign code that was begun. It is over when it returned, threw, outlived its deadline or was abandoned,
 * whatever comes first; what comes later is discarded. Any thread.
 */
public final class PendingCall<T> {
    /** Learns how a call left the foreign code. Called on the thread that made it. */
    interface Left<T> {
        /** In time, or never entered: before anybody who waits for the call goes on. */
        default void inTime() {}

        /**
         * After it was abandoned.
         *
         * @param result what nobody waits for any more
         */
        default void late(Optional<T> result) {}
    }

    private final String callee;
    private final String call;
    private final Duration limit;
    private final NanoDeadline deadline;
    private final Body<T> body;
    private final boolean owed;
    private final Left<T> left;
    private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

    // guarded by this
    private @Nullable Thread runner;
    private boolean over;
    private long began;
    private long ended;
    private @Nullable Runnable listener;

    /** @param owed whether it is made even if it was abandoned before it began, as an abort is */
    PendingCall(String callee, String call, NanoDeadline deadline, Body<T> body, boolean owed, Left<T> left) {
        this.callee = callee;
        this.call = call;
        this.limit = deadline.remaining();
        this.deadline = deadline;
        this.body = body;
        this.owed = owed;
        this.left = left;
        began = deadline.clock().nanoTime();
    }

    /** A call that is over before it began. */
    static <T> PendingCall<T> refused(String callee, String call, String code, String message, NanoDeadline deadline) {
        PendingCall<T> refused = new PendingCall<>(
                callee,
                call,
                deadline,
                () -> {
                    throw new IllegalStateException("a refused call is not made");
                },
                false,
                new Left<>() {});
        refused.settle(new Outcome.Failed<>(new Fault(code, message, Retry.UNKNOWN, "", Optional.empty())));
        return refused;
    }

    /**
     * Waits until the call is over: no longer than its deadline. An interrupt abandons it with the code {@code
     * call.interrupted} and stays set.
     */
    public Outcome<T> await() {
        Calls.awaitAll(List.of(this));
        return outcome();
    }

    /** Waits until the call is over, whether or not this thread is interrupted meanwhile. */
    public Outcome<T> awaitUninterruptibly() {
        Calls.awaitUninterruptibly(List.of(this));
        return outcome();
    }

    /** Whether it is over. Never blocks. */
    public synchronized boolean isOver() {
        return over;
    }

    /** How it ended. Only when it is over. */
    public Outcome<T> outcome() {
        Outcome<T> known = outcome.get();
        if (known == null) {
            throw new IllegalStateException(call + " of " + callee + " is still running");
        }
        return known;
    }

    /** When it entered the foreign code, or was begun if it never did; on the deadline's clock. */
    public synchronized long beganNanos() {
        return began;
    }

    /** When it was over; on the deadline's clock. Only when it is over. */
    public synchronized long endedNanos() {
        return ended;
    }

    NanoDeadline deadline() {
        return deadline;
    }

    /** Makes the call on the thread that runs this, unless it was abandoned before. */
    void run() {
        if (!enter()) {
            left.inTime();
            return;
        }
        Outcome<T> result;
        try {
            T value = body.run();
            result = value == null ? new Outcome.Failed<>(nothing()) : new Outcome.Returned<>(value);
        } catch (Throwable thrown) { // whatever foreign code throws is an outcome, errors of linkage and memory too
            result = new Outcome.Failed<>(Fault.thrown(callee, call, thrown));
        }
        leave();
        if (outcome.compareAndSet(null, result)) {
            left.inTime();
            announce();
        } else {
            left.late(result.result());
        }
    }

    /** Its deadline has passed. */
    void expire() {
        long millis = (limit.toNanos() + 999_999) / 1_000_000;
        String message = callee + " did not return from " + call + " within " + millis + " ms";
        abandon(new Outcome.TimedOut<>(new Fault(
                "call.timeout", message, Retry.UNKNOWN, "see what the application waits for", Optional.empty())));
    }

    /** Nobody waits for it any more. */
    void giveUp(String code, String why) {
        String message = call + " of " + callee + " was given up: " + why;
        abandon(new Outcome.Failed<>(new Fault(code, message, Retry.HELPS, "", Optional.empty())));
    }

    /** Calls back once when it is over, at once if it is. One listener at a time: the last one asked for. */
    void whenOver(Runnable callback) {
        boolean already;
        synchronized (this) {
            already = over;
            listener = callback;
        }
        if (already) {
            callback.run();
        }
    }

    private void abandon(Outcome<T> why) {
        if (settle(why)) {
            synchronized (this) {
                if (runner != null) {
                    runner.interrupt();
                }
            }
        }
    }

    private boolean settle(Outcome<T> result) {
        boolean first = outcome.compareAndSet(null, result);
        if (first) {
            announce();
        }
        return first;
    }

    private void announce() {
        Runnable callback;
        synchronized (this) {
            over = true;
            ended = deadline.clock().nanoTime();
            callback = listener;
        }
        if (callback != null) {
            callback.run();
        }
    }

    private synchronized boolean enter() {
        if (outcome.get() != null && !owed) {
            return false;
        }
        runner = Thread.currentThread();
        began = deadline.clock().nanoTime();
        return true;
    }

    private synchronized void leave() {
        runner = null;
        Thread.interrupted(); // the flag belonged to this call
    }

    private Fault nothing() {
        String message = callee + " returned nothing from " + call;
        return new Fault(
                "call.unexpected", message, Retry.UNKNOWN, "report it to the plugin's vendor", Optional.empty());
    }
}
