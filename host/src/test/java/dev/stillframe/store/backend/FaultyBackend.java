// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another backend with faults. A {@link Fault} sees every call before it is made and says what becomes of it:
 *
 * <pre>{@code
 * new FaultyBackend(backend, call -> call.op() == Op.WRITE && call.number() == 3 ? Outcome.DIES : Outcome.WORKS)
 * }</pre>
 *
 * <p>Any thread. What was asked for is kept: {@link #calls}.
 */
public final class FaultyBackend implements Backend {
    /** What is asked for. */
    public enum Op {
        CREATE,
        LIST,
        SIZE,
        READ,
        WRITE,
        REMOVE,
        SWEEP
    }

    /** What becomes of a call. */
    public enum Outcome {
        /** It does what it should. */
        WORKS,
        /** It does nothing, and fails for a passing reason. */
        FAILS,
        /** It does what it should, and its answer is lost: it fails for a passing reason. */
        ANSWER_LOST,
        /** It does nothing, and fails for good. */
        REFUSED,
        /** It does nothing, and neither does any later call: the process was killed, the network is gone. */
        DIES
    }

    /**
     * One call.
     *
     * @param number counts all calls, from 1
     * @param handle the file; empty for calls that concern none
     */
    public record Call(long number, Op op, Kind kind, Optional<Handle> handle) {}

    /** Chooses what fails. Called by the thread that makes the call, for one call at a time. */
    @FunctionalInterface
    public interface Fault {
        Outcome of(Call call);
    }

    private final Backend backend;
    private final Fault fault;
    private final List<Call> calls = new ArrayList<>();
    private boolean dead;

    public FaultyBackend(Backend backend, Fault fault) {
        this.backend = backend;
        this.fault = fault;
    }

    /** What was asked for so far, failed calls too. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
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
        call(Op.CREATE, Kind.CONFIG, Optional.empty(), () -> {
            backend.create();
            return true;
        });
    }

    @Override
    public List<Listed> list(Kind kind) throws BackendException {
        return call(Op.LIST, kind, Optional.empty(), () -> backend.list(kind));
    }

    @Override
    public long size(Handle handle) throws BackendException {
        return call(Op.SIZE, handle.kind(), Optional.of(handle), () -> backend.size(handle));
    }

    @Override
    public void read(Handle handle, long offset, ByteBuffer into) throws BackendException {
        call(Op.READ, handle.kind(), Optional.of(handle), () -> {
            backend.read(handle, offset, into);
            return true;
        });
    }

    @Override
    public byte[] readAll(Handle handle, int most) throws BackendException {
        return call(Op.READ, handle.kind(), Optional.of(handle), () -> backend.readAll(handle, most));
    }

    @Override
    public void write(Handle handle, Body body) throws BackendException {
        call(Op.WRITE, handle.kind(), Optional.of(handle), () -> {
            backend.write(handle, body);
            return true;
        });
    }

    @Override
    public void remove(Handle handle) throws BackendException {
        call(Op.REMOVE, handle.kind(), Optional.of(handle), () -> {
            backend.remove(handle);
            return true;
        });
    }

    @Override
    public List<String> sweep(Duration age) throws BackendException {
        return call(Op.SWEEP, Kind.CONFIG, Optional.empty(), () -> backend.sweep(age));
    }

    @Override
    public void close() throws BackendException {
        backend.close();
    }

    /** The call itself. */
    @FunctionalInterface
    private interface Work<T> {
        T go() throws BackendException;
    }

    private <T> T call(Op op, Kind kind, Optional<Handle> handle, Work<T> work) throws BackendException {
        Outcome outcome = outcome(op, kind, handle);
        switch (outcome) {
            case WORKS -> {
                return work.go();
            }
            case ANSWER_LOST -> {
                work.go();
                throw injected(Failure.TRANSIENT, op, handle, Retry.HELPS);
            }
            case FAILS -> throw injected(Failure.TRANSIENT, op, handle, Retry.HELPS);
            default -> throw injected(Failure.PERMANENT, op, handle, Retry.DOES_NOT_HELP);
        }
    }

    private synchronized Outcome outcome(Op op, Kind kind, Optional<Handle> handle) {
        Call call = new Call(calls.size() + 1L, op, kind, handle);
        calls.add(call);
        Outcome outcome = dead ? Outcome.DIES : fault.of(call);
        dead = outcome == Outcome.DIES;
        return outcome;
    }

    private static BackendException injected(Failure failure, Op op, Optional<Handle> handle, Retry retry) {
        String file = handle.map(Handle::toString).orElse("all");
        return new BackendException(
                failure, new Problem("store.injected", op + " of " + file + ": injected fault", retry, ""));
    }
}
