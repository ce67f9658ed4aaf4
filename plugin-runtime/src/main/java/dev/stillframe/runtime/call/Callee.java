// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A foreign object under the discipline of its contract: calls come one at a time, each with a deadline; an abort may
 * come at any time and waits for nothing; close comes once, last, and not while a call still runs.
 *
 * <p>What an abandoned call achieves after all is undone: when it returns late, the object is aborted again, and closed
 * if that was asked for meanwhile. While it hangs, every further call fails with {@code call.unusable}.
 */
final class Callee {
    private final String name;
    private final Runnable abort;
    private final Body<Done> close;
    private final Function<String, Lane> lanes;
    private final @Nullable Lane calls;

    // guarded by this
    private @Nullable Lane abortLane;
    private Optional<PendingCall<?>> running = Optional.empty();
    private Optional<PendingCall<Done>> closing = Optional.empty();

    /**
     * @param name for messages, for example {@code application orders}
     * @param ready whether threads are kept ready until close; else each call starts one
     */
    Callee(String name, boolean ready, Runnable abort, Body<Done> close) {
        this(name, ready, abort, close, Lane::new);
    }

    /** @param lanes makes a thread of a name: a test decides with its own in which order threads come to run */
    Callee(String name, boolean ready, Runnable abort, Body<Done> close, Function<String, Lane> lanes) {
        this.name = name;
        this.abort = abort;
        this.close = close;
        this.lanes = lanes;
        calls = ready ? lanes.apply(name) : null;
        abortLane = ready ? lanes.apply(name + " abort") : null;
    }

    String name() {
        return name;
    }

    /**
     * Begins a call.
     *
     * @param discard what is done with a result that comes when nobody waits for it any more
     */
    <T> PendingCall<T> start(String call, NanoDeadline deadline, Body<T> body, Consumer<T> discard) {
        PendingCall<T> pending;
        synchronized (this) {
            if (closing.isPresent()) {
                throw new IllegalStateException(call + " of " + name + " after it was closed");
            }
            if (running.isPresent() && !running.get().isOver()) {
                throw new IllegalStateException(call + " of " + name + " while another call runs");
            }
            if (running.isPresent()) {
                String message = name + " still hangs in an earlier call, so " + call + " was not made";
                return PendingCall.refused(name, call, "call.unusable", message, deadline);
            }
            pending = new PendingCall<>(name, call, deadline, body, false, new Leaving<>(discard));
            running = Optional.of(pending);
        }
        give(calls, pending);
        return pending;
    }

    /** A call that is waited for. */
    <T> Outcome<T> call(String call, NanoDeadline deadline, Body<T> body) {
        return start(call, deadline, body, late -> {}).await();
    }

    /** Aborts on a thread of its own; a call that runs is abandoned. */
    PendingCall<Done> abort(NanoDeadline deadline) {
        PendingCall<Done> pending = owed("abort", deadline, Done.after(abort));
        Lane lane;
        Optional<PendingCall<?>> abandoned;
        synchronized (this) {
            lane = abortLane;
            abortLane = null; // an abort may hang: the next one gets a thread of its own
            abandoned = running;
        }
        // first: a call that returned in time after the abort would otherwise keep what it took, with nobody to undo it
        abandoned.ifPresent(call -> call.giveUp("call.aborted", "its cycle was aborted"));
        give(lane, pending);
        if (lane != null) {
            lane.end();
        }
        return pending;
    }

    /** Closes. While a call hangs, close waits for its return, also beyond the deadline. Repeatedly. */
    PendingCall<Done> close(NanoDeadline deadline) {
        Optional<PendingCall<?>> abandoned;
        PendingCall<Done> pending;
        Lane idle;
        synchronized (this) {
            if (closing.isPresent()) {
                return closing.get();
            }
            pending = owed("close", deadline, close);
            closing = Optional.of(pending);
            abandoned = running;
            idle = abortLane;
            abortLane = null;
        }
        if (abandoned.isPresent()) {
            abandoned.get().giveUp("call.aborted", "it was closed");
        } else {
            give(calls, pending);
        }
        if (calls != null && abandoned.isEmpty()) {
            calls.end();
        }
        if (idle != null) {
            idle.end();
        }
        return pending;
    }

    /** Whether a call that nobody waits for any more still runs. */
    synchronized boolean hangs() {
        return running.isPresent() && running.get().isOver();
    }

    private PendingCall<Done> owed(String call, NanoDeadline deadline, Body<Done> body) {
        return new PendingCall<>(name, call, deadline, body, true, new PendingCall.Left<>() {});
    }

    private void give(@Nullable Lane ready, PendingCall<?> pending) {
        try {
            Lane lane = ready == null ? lanes.apply(name) : ready;
            lane.run(pending::run);
            if (ready == null) {
                lane.end();
            }
        } catch (OutOfMemoryError e) { // what the JVM throws when the system gives it no thread
            pending.giveUp("call.out-of-memory", "no thread could be started");
            left();
        }
    }

    /** No call runs any more. */
    private void left() {
        Optional<PendingCall<Done>> deferred;
        synchronized (this) {
            running = Optional.empty();
            deferred = closing;
        }
        deferred.ifPresent(PendingCall::run);
        if (deferred.isPresent() && calls != null) {
            calls.end();
        }
    }

    private final class Leaving<T> implements PendingCall.Left<T> {
        private final Consumer<T> discard;

        Leaving(Consumer<T> discard) {
            this.discard = discard;
        }

        @Override
        public void inTime() {
            left();
        }

        @Override
        public void late(Optional<T> result) {
            quietly(() -> result.ifPresent(discard));
            quietly(abort);
            left();
        }

        private void quietly(Runnable work) {
            try {
                work.run();
            } catch (Throwable thrown) { // contracts forbid it, and nobody is left to be told
                Thread.interrupted();
            }
        }
    }
}
