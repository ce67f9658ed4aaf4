// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files in one cycle, whose writers' cgroups are frozen. */
final class FrozenCgroups extends PlainFiles implements Freezable {
    private static final Logger log = LoggerFactory.getLogger(FrozenCgroups.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final HoldCgroup hold;
    private final UnitTree tree;
    private final Cycle cycle;
    private final String application;
    private List<Cgroup> cgroups = List.of();

    // guarded by this
    private final Deque<Cgroup> owed = new ArrayDeque<>();
    private boolean aborted;

    FrozenCgroups(HoldCgroup hold, UnitTree tree, Cycle cycle, String application) {
        super(cycle);
        this.hold = hold;
        this.tree = tree;
        this.cycle = cycle;
        this.application = application;
    }

    /** Refuses a cgroup that is none, that somebody else has frozen, or that this process is in. */
    @Override
    public void prepare(Deadline deadline) throws WriterException {
        List<Cgroup> found = hold.cgroups(tree);
        long self = ProcessHandle.current().pid();
        for (Cgroup cgroup : found) {
            try {
                if (cgroup.wanted()) {
                    throw problem(cgroup, "is frozen already by somebody else, whose freeze a thaw would end", null);
                }
                cgroup.frozen();
                if (cgroup.processes().contains(self)) {
                    throw problem(cgroup, "contains Stillframe itself", null);
                }
            } catch (IOException e) {
                throw problem(cgroup, "cannot be looked at: " + e.getMessage(), e);
            }
        }
        cgroups = found;
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        for (Cgroup cgroup : cgroups) {
            cycle.guard().arm(new ThawAction.ThawCgroup(SourcePath.of(cgroup.toString())));
            begin(cgroup);
        }
        for (Cgroup cgroup : cgroups) {
            await(cgroup, deadline);
        }
    }

    private synchronized void begin(Cgroup cgroup) throws WriterException {
        if (aborted) { // an abort comes before, and nothing is frozen, or after, and finds it owed
            throw problem(cgroup, "was aborted before it was frozen", null);
        }
        owed.addLast(cgroup);
        try {
            cgroup.freeze();
        } catch (IOException e) {
            throw problem(cgroup, "cannot be frozen: " + e.getMessage(), e);
        }
    }

    private void await(Cgroup cgroup, Deadline deadline) throws WriterException {
        try {
            while (!cgroup.frozen()) {
                if (deadline.passed() || aborted() || Thread.currentThread().isInterrupted()) {
                    throw problem(cgroup, "is not frozen: a process of it still runs, perhaps in a system call", null);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw problem(cgroup, "cannot be frozen: " + e.getMessage(), e);
        }
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        List<String> broken = new ArrayList<>();
        for (Cgroup cgroup : cgroups) {
            broken(cgroup, broken);
        }
        List<WriterException> failures = release();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return broken.isEmpty()
                ? new Thaw.Held(Map.of("cgroup.events", "frozen 1 in " + cgroups))
                : new Thaw.Lost(String.join(", ", broken));
    }

    private static void broken(Cgroup cgroup, List<String> broken) {
        try {
            if (!cgroup.frozen() || !cgroup.wanted()) {
                broken.add("cgroup " + cgroup + " was not frozen any more");
            }
        } catch (NoSuchFileException e) {
            broken.add("cgroup " + cgroup + " is gone");
        } catch (IOException e) {
            broken.add("whether cgroup " + cgroup + " was frozen could not be seen: " + e.getMessage());
        }
    }

    /** Thaws, the last frozen first. What cannot be thawed stays owed. */
    private synchronized List<WriterException> release() {
        List<WriterException> failures = new ArrayList<>();
        List<Cgroup> still = new ArrayList<>();
        while (!owed.isEmpty()) {
            Cgroup last = owed.removeLast();
            try {
                last.thaw();
            } catch (IOException | RuntimeException e) {
                if (!(e instanceof NoSuchFileException)) { // a cgroup that is gone holds nobody
                    still.add(0, last);
                    failures.add(problem(last, "may still be frozen: " + e.getMessage(), e));
                }
            }
        }
        owed.addAll(still);
        return failures;
    }

    @Override
    public void abort() {
        synchronized (this) {
            aborted = true;
        }
        release().forEach(failure -> log.error("application {} may still be frozen", application, failure));
    }

    @Override
    public void close() {
        abort(); // does nothing after a good thaw
    }

    private synchronized boolean aborted() {
        return aborted;
    }

    private WriterException problem(Cgroup cgroup, String what, @Nullable Exception cause) {
        return new WriterException(
                "files.cgroup",
                "application " + application + ": cgroup " + cgroup + " " + what,
                Retry.UNKNOWN,
                "name a version 2 cgroup, such as /sys/fs/cgroup/system.slice/shop.service, or a unit",
                cause);
    }
}
