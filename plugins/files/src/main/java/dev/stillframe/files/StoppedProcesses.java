// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Processes.State;
import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hold that stops processes. Each is armed before it is stopped, and owed a SIGCONT from then on. Any thread may abort.
 */
final class StoppedProcesses {
    private static final Logger log = LoggerFactory.getLogger(StoppedProcesses.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final WriterContext context;
    private final Guard guard;
    private @Nullable ProcessSource source;
    private final Set<Long> untouchable = new HashSet<>();

    // guarded by this
    private final Deque<HeldProcess> owed = new ArrayDeque<>();
    private boolean aborted;

    StoppedProcesses(WriterContext context, Guard guard) {
        this.context = context;
        this.guard = guard;
    }

    /** Walks the way of the freeze once without stopping anybody, and refuses what it could not do. */
    void prepare(ProcessSource whom) throws WriterException {
        source = whom;
        untouchable.add(1L);
        for (Optional<ProcessHandle> one = Optional.of(ProcessHandle.current());
                one.isPresent();
                one = one.get().parent()) {
            untouchable.add(one.get().pid());
        }
        for (HeldProcess writer : writers()) {
            context.processes().state(writer.pid(), writer.startTicks());
        }
    }

    /** Stops everybody, until nobody new is there. */
    void freeze(Deadline deadline) throws WriterException {
        Set<HeldProcess> stopped = new HashSet<>();
        for (List<HeldProcess> writers = writers(); !stopped.containsAll(writers); writers = writers()) {
            for (HeldProcess writer : writers) {
                if (stopped.add(writer)) {
                    stop(writer);
                }
            }
            for (HeldProcess one : stopped) {
                await(one, deadline);
            }
        }
    }

    /** How many are stopped now. */
    synchronized int count() {
        return owed.size();
    }

    /** What broke the hold; empty if everybody is still stopped and nobody else came. */
    String broken() throws WriterException {
        Set<HeldProcess> held;
        synchronized (this) {
            held = new HashSet<>(owed);
        }
        for (HeldProcess one : held) {
            if (context.processes().state(one.pid(), one.startTicks()) == State.RUNNING) {
                return one + " was continued by somebody else";
            }
        }
        for (HeldProcess writer : writers()) {
            if (!held.contains(writer)) {
                return writer + " " + source().cameBy();
            }
        }
        return "";
    }

    /** Lets everybody go on, the last stopped first. */
    void thaw() throws WriterException {
        List<WriterException> failures = resume();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** For ever: what is stopped by then, or while this runs, goes on. Never throws. */
    void abort() {
        synchronized (this) {
            aborted = true;
        }
        resume().forEach(failure -> log.error("application {} may still be stopped", context.application(), failure));
    }

    private synchronized List<WriterException> resume() {
        List<WriterException> failures = new ArrayList<>();
        List<HeldProcess> still = new ArrayList<>();
        while (!owed.isEmpty()) {
            HeldProcess last = owed.removeLast();
            try {
                context.processes().resume(last.pid(), last.startTicks());
            } catch (WriterException | RuntimeException e) {
                still.add(0, last);
                failures.add(e instanceof WriterException known ? known : problem("cannot continue " + last, e));
            }
        }
        owed.addAll(still);
        return failures;
    }

    private void stop(HeldProcess writer) throws WriterException {
        guard.arm(new ThawAction.ContinueProcess(writer.pid(), writer.startTicks()));
        synchronized (this) { // an abort comes before, and nothing is stopped, or after, and finds it owed
            if (aborted) {
                throw problem("was aborted while it was stopped", null);
            }
            owed.addLast(writer);
            context.processes().stop(writer.pid(), writer.startTicks());
        }
    }

    private void await(HeldProcess one, Deadline deadline) throws WriterException {
        while (context.processes().state(one.pid(), one.startTicks()) == State.RUNNING) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw problem("is not stopped: " + one + " still runs, perhaps in a system call", null);
            }
            synchronized (this) {
                if (aborted) {
                    throw problem("was aborted while it was stopped", null);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private List<HeldProcess> writers() throws WriterException {
        List<HeldProcess> writers = source().now();
        for (HeldProcess writer : writers) {
            if (untouchable.contains(writer.pid())) {
                throw new WriterException(
                        "files.hold-self",
                        "application " + context.application() + " cannot be stopped: " + writer
                                + ", which Stillframe itself needs, is one of those that would be stopped",
                        Retry.DOES_NOT_HELP,
                        "let logs and output of Stillframe and of what starts it go elsewhere, and run it outside of the units");
            }
        }
        return writers;
    }

    private ProcessSource source() {
        if (source == null) {
            throw new IllegalStateException("not prepared");
        }
        return source;
    }

    private WriterException problem(String what, @Nullable Exception cause) {
        return new WriterException(
                "files.not-stopped", "application " + context.application() + " " + what, Retry.HELPS, "", cause);
    }
}
