// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Guard;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.OpenFiles.Holder;
import dev.stillframe.api.Processes.State;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Who holds files: the pair is a process for its whole life. */
    record Id(long pid, long startTicks, String command) {
        @Override
        public String toString() {
            return command + " (process " + pid + ")";
        }
    }

    private final WriterContext context;
    private final Guard guard;
    private List<SourcePath> roots = List.of();
    private final Set<Long> untouchable = new HashSet<>();

    // guarded by this
    private final Deque<Id> owed = new ArrayDeque<>();
    private boolean aborted;

    StoppedProcesses(WriterContext context, Guard guard) {
        this.context = context;
        this.guard = guard;
    }

    /** Walks the way of the freeze once without stopping anybody, and refuses what it could not do. */
    void prepare(Collection<SourcePath> files) throws WriterException {
        roots = List.copyOf(files);
        untouchable.add(1L);
        for (Optional<ProcessHandle> one = Optional.of(ProcessHandle.current());
                one.isPresent();
                one = one.get().parent()) {
            untouchable.add(one.get().pid());
        }
        for (Id writer : writers()) {
            context.processes().state(writer.pid(), writer.startTicks());
        }
    }

    /** Stops whoever has files open for writing, until nobody else has. */
    void freeze(Deadline deadline) throws WriterException {
        Set<Id> stopped = new HashSet<>();
        for (List<Id> writers = writers(); !stopped.containsAll(writers); writers = writers()) {
            for (Id writer : writers) {
                if (stopped.add(writer)) {
                    stop(writer);
                }
            }
            for (Id one : stopped) {
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
        Set<Id> held;
        synchronized (this) {
            held = new HashSet<>(owed);
        }
        for (Id one : held) {
            if (context.processes().state(one.pid(), one.startTicks()) == State.RUNNING) {
                return one + " was continued by somebody else";
            }
        }
        for (Id writer : writers()) {
            if (!held.contains(writer)) {
                return writer + " opened a file for writing";
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
        List<Id> still = new ArrayList<>();
        while (!owed.isEmpty()) {
            Id last = owed.removeLast();
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

    private void stop(Id writer) throws WriterException {
        guard.arm(new ThawAction.ContinueProcess(writer.pid(), writer.startTicks()));
        synchronized (this) { // an abort comes before, and nothing is stopped, or after, and finds it owed
            if (aborted) {
                throw problem("was aborted while it was stopped", null);
            }
            owed.addLast(writer);
            context.processes().stop(writer.pid(), writer.startTicks());
        }
    }

    private void await(Id one, Deadline deadline) throws WriterException {
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

    private List<Id> writers() throws WriterException {
        OpenFiles open = context.openFiles(roots);
        if (!open.complete()) {
            throw new WriterException(
                    "files.hold-unseen",
                    "application " + context.application()
                            + " cannot be stopped: some processes could not be looked into, and may write its files",
                    Retry.DOES_NOT_HELP,
                    "run as root, outside of containers, or hold it by commands");
        }
        List<Id> writers = open.holders().stream()
                .filter(holder -> holder.access() != Access.READ)
                .map(StoppedProcesses::id)
                .distinct()
                .toList();
        for (Id writer : writers) {
            if (untouchable.contains(writer.pid())) {
                throw new WriterException(
                        "files.hold-self",
                        "application " + context.application() + " cannot be stopped: " + writer
                                + ", which Stillframe itself needs, has its files open for writing",
                        Retry.DOES_NOT_HELP,
                        "let logs and output of Stillframe and of what starts it go elsewhere");
            }
        }
        return writers;
    }

    private static Id id(Holder holder) {
        return new Id(holder.pid(), holder.startTicks(), holder.command());
    }

    private WriterException problem(String what, @Nullable Exception cause) {
        return new WriterException(
                "files.not-stopped", "application " + context.application() + " " + what, Retry.HELPS, "", cause);
    }
}
