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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files in one cycle, whose writers' cgroup is frozen. */
final class FrozenCgroup extends PlainFiles implements Freezable {
    private static final Logger log = LoggerFactory.getLogger(FrozenCgroup.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Path cgroup;
    private final Cycle cycle;
    private final String application;

    // guarded by this
    private boolean owed;
    private boolean aborted;

    FrozenCgroup(HoldCgroup hold, Cycle cycle, String application) {
        super(cycle);
        this.cgroup = hold.path();
        this.cycle = cycle;
        this.application = application;
    }

    /** Refuses a cgroup that is none, that somebody else has frozen, or that this process is in. */
    @Override
    public void prepare(Deadline deadline) throws WriterException {
        try {
            if (!wanted().equals("0")) {
                throw problem("is frozen already by somebody else, whose freeze a thaw would end", null);
            }
            frozen();
            String self = Long.toString(ProcessHandle.current().pid());
            try (Stream<Path> below = Files.walk(cgroup)) {
                for (Path folder : below.filter(Files::isDirectory).toList()) {
                    if (Files.readAllLines(folder.resolve("cgroup.procs")).contains(self)) {
                        throw problem("contains Stillframe itself", null);
                    }
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw problem("cannot be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        cycle.guard().arm(new ThawAction.ThawCgroup(SourcePath.of(cgroup.toString())));
        try {
            synchronized (this) { // an abort comes before, and nothing is frozen, or after, and finds it owed
                if (aborted) {
                    throw problem("was aborted before it was frozen", null);
                }
                owed = true;
                write("1");
            }
            while (!frozen()) {
                if (deadline.passed() || aborted() || Thread.currentThread().isInterrupted()) {
                    throw problem("is not frozen: a process of it still runs, perhaps in a system call", null);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw problem("cannot be frozen: " + e.getMessage(), e);
        }
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        try {
            boolean held = frozen() && wanted().equals("1");
            synchronized (this) {
                write("0");
                owed = false;
            }
            return held
                    ? new Thaw.Held(Map.of("cgroup.events", "frozen 1"))
                    : new Thaw.Lost("cgroup " + cgroup + " was not frozen any more");
        } catch (NoSuchFileException e) {
            return new Thaw.Lost("cgroup " + cgroup + " is gone");
        } catch (IOException e) {
            throw problem("may still be frozen: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void abort() {
        aborted = true;
        if (owed) {
            try {
                write("0");
                owed = false;
            } catch (NoSuchFileException e) {
                owed = false; // a cgroup that is gone holds nobody
            } catch (IOException | RuntimeException e) {
                log.error("application {}: cgroup {} may still be frozen", application, cgroup, e);
            }
        }
    }

    @Override
    public void close() {
        abort(); // does nothing after a good thaw
    }

    private synchronized boolean aborted() {
        return aborted;
    }

    private boolean frozen() throws IOException {
        return Files.readAllLines(cgroup.resolve("cgroup.events")).contains("frozen 1");
    }

    private String wanted() throws IOException {
        return Files.readString(cgroup.resolve("cgroup.freeze")).strip();
    }

    private void write(String state) throws IOException {
        Files.writeString(cgroup.resolve("cgroup.freeze"), state, StandardOpenOption.WRITE);
    }

    private WriterException problem(String what, @Nullable Exception cause) {
        return new WriterException(
                "files.cgroup",
                "application " + application + ": cgroup " + cgroup + " " + what,
                Retry.UNKNOWN,
                "name a version 2 cgroup, such as /sys/fs/cgroup/system.slice/shop.service",
                cause);
    }
}
