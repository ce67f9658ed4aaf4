// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Writer;
import java.time.Duration;
import java.util.Optional;

/**
 * A writer whose every call is bounded in time. As long as a call of it, or of its participant, hangs, every further
 * call fails with {@code call.unusable}. Calls never overlap. Any thread.
 */
public final class BoundedWriter implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String application;
    private final Writer writer;
    private final NanoClock clock;
    private final Callee callee;

    // guarded by this
    private boolean joined;
    private Optional<BoundedParticipant> participant = Optional.empty();
    private boolean closeAsked;

    /** @param writer wrapped already so that its class loader is set around every call */
    public BoundedWriter(String application, Writer writer, NanoClock clock) {
        this.application = application;
        this.writer = writer;
        this.clock = clock;
        callee = new Callee("application " + application, false, () -> {}, Done.after(writer::close));
    }

    /** The application's name in the configuration. */
    public String application() {
        return application;
    }

    public synchronized Outcome<Inventory> identify(BackupType type, Duration limit) {
        if (joined) {
            return new Outcome.Failed<>(busy("identify"));
        }
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        return callee.call("identify", deadline, () -> writer.identify(new IdentifyRequest(type, deadline)));
    }

    /** Joins a cycle. */
    public synchronized Outcome<BoundedParticipant> join(Cycle cycle, Duration limit) {
        if (joined) {
            return new Outcome.Failed<>(busy("join"));
        }
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        Outcome<BoundedParticipant> outcome = callee.start(
                        "join", deadline, () -> writer.join(cycle), BoundedWriter::drop)
                .await()
                .map(participant -> new BoundedParticipant(application, participant, this::closed));
        participant = outcome.result();
        joined = participant.isPresent();
        return outcome;
    }

    /**
     * Closes the writer and waits for it five seconds at most. While its participant is not closed, because a call of
     * it hangs, close is left to its return. May be called twice.
     */
    @Override
    public void close() {
        synchronized (this) {
            closeAsked = true;
            if (joined) {
                return;
            }
        }
        callee.close(NanoDeadline.in(CLOSE_LIMIT, clock)).awaitUninterruptibly();
    }

    /**
     * Whether a call that was abandoned has still not returned: it did not heed its interrupt, and what it does now and
     * later nobody knows. To be asked after {@link #close}, which gives it a while.
     */
    public synchronized boolean hangs() {
        return callee.hangs() || participant.filter(BoundedParticipant::hangs).isPresent();
    }

    private void closed() {
        boolean last;
        synchronized (this) {
            joined = false;
            last = closeAsked;
        }
        if (last) {
            close();
        }
    }

    private static void drop(Participant late) {
        late.abort();
        late.close();
    }

    private Fault busy(String call) {
        String message = "application " + application + " has not left its last cycle, so " + call + " was not made";
        return new Fault("call.unusable", message, Retry.UNKNOWN, "restart the host if it stays so", Optional.empty());
    }
}
