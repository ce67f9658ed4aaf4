// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then, while a snapshot is read, how full it is, or the pool that it lies in, and says so in the log while
 * somebody could still do something about it. Any thread.
 */
final class SpaceWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpaceWatch.class);

    /** From here on it is said, once. */
    private static final double TELL_PERCENT = 75;

    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Lvm lvm;
    private final LogicalVolume origin;
    private final String snapshot;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "room of a snapshot");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Future<?> looking;
    private boolean told;

    /** @param snapshot its name in the origin's group */
    SpaceWatch(Lvm lvm, LogicalVolume origin, String snapshot) {
        this.lvm = lvm;
        this.origin = origin;
        this.snapshot = snapshot;
    }

    void start() {
        looking = timer.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            state(lvm.volumes()).filter(State::worrying).ifPresent(this::tell);
        } catch (IOException e) {
            log.warn("how full the snapshot {} is cannot be seen: {}", snapshot, e.getMessage());
        }
    }

    private void tell(State state) {
        if (!told) {
            told = true;
            log.warn("{}", state.what());
        }
    }

    /**
     * How it stands with the room.
     *
     * @param percent how full, from 0 to 100
     * @param lost whether the snapshot cannot be read any more
     */
    record State(String what, double percent, boolean lost) {
        boolean worrying() {
            return lost || percent >= TELL_PERCENT;
        }
    }

    /** Empty if there is no such snapshot any more. */
    Optional<State> state(List<LogicalVolume> volumes) {
        return named(volumes, snapshot).map(found -> switch (found.kind()) {
            case THIN -> pool(volumes, found);
            default -> thick(found);
        });
    }

    private static State thick(LogicalVolume found) {
        double percent = found.dataPercent().orElse(100);
        return found.invalid()
                ? new State("the room of the snapshot " + found + " ran out: it cannot be read any more", 100, true)
                : new State(
                        "the snapshot " + found + " has used " + percent
                                + " % of its room: when it is full, it is lost",
                        percent,
                        false);
    }

    private State pool(List<LogicalVolume> volumes, LogicalVolume found) {
        Optional<LogicalVolume> pool = named(volumes, found.pool());
        double percent = pool.map(its -> Math.max(
                        its.dataPercent().orElse(100), its.metadataPercent().orElse(100)))
                .orElse(100.0);
        return new State(
                "the thin pool " + origin.group() + "/" + found.pool() + " of the snapshot " + found + " is " + percent
                        + " % full: when it is full, every volume in it stops",
                percent,
                false);
    }

    private Optional<LogicalVolume> named(List<LogicalVolume> volumes, String name) {
        return volumes.stream()
                .filter(volume ->
                        volume.group().equals(origin.group()) && volume.name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.cancel(true);
        }
        timer.shutdownNow();
    }
}
