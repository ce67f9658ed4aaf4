// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A well-behaved writer of a real hold. */
record RealWriter(String name, RealHold hold, Consumer<String> phases) implements Writer {
    @Override
    public Inventory identify(IdentifyRequest request) {
        throw new IllegalStateException("nobody plans here");
    }

    @Override
    public Freezable join(Cycle cycle) {
        return new Part(cycle);
    }

    @Override
    public void close() {}

    private final class Part implements Freezable {
        private final Cycle cycle;
        private boolean held;

        Part(Cycle cycle) {
            this.cycle = cycle;
        }

        @Override
        public void prepare(Deadline deadline) {
            phases.accept("prepare");
        }

        @Override
        public synchronized void freeze(Deadline deadline) throws WriterException {
            for (ThawAction action : hold.actions()) {
                cycle.guard().arm(action);
            }
            held = true;
            try {
                hold.hold();
            } catch (IOException e) {
                throw new WriterException("real.freeze", name + ": " + e.getMessage(), Retry.UNKNOWN, "", e);
            }
            phases.accept("freeze");
        }

        @Override
        public synchronized Thaw thaw(Deadline deadline) throws WriterException {
            phases.accept("thaw");
            try {
                held = false;
                return hold.release()
                        ? new Thaw.Held(Map.of("until", "thaw"))
                        : new Thaw.Lost("somebody else let " + name + " go on");
            } catch (IOException e) {
                throw new WriterException("real.thaw", name + ": " + e.getMessage(), Retry.UNKNOWN, "", e);
            }
        }

        @Override
        public Gathered gather(Deadline deadline) {
            phases.accept("gather");
            return Gathered.nothing();
        }

        @Override
        public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) {
            phases.accept("validate");
            return Map.of(new ComponentId(name), new Verdict.Sound(1, 0, "holds", List.of()));
        }

        @Override
        public void complete(Set<ComponentId> stored, Deadline deadline) {
            phases.accept("complete");
        }

        @Override
        public void abort() {
            try {
                if (held) {
                    hold.release();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            phases.accept("close");
        }
    }
}
