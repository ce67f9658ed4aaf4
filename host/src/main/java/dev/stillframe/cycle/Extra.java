// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Guard;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An application that only rehearses: it holds nothing, and one that hangs does so until it is interrupted. */
record Extra(boolean hangs) implements Writer {
    @Override
    public Inventory identify(IdentifyRequest request) {
        throw new IllegalStateException("nobody plans a rehearsal");
    }

    @Override
    public Freezable join(Cycle cycle) {
        return new Part(hangs, cycle.guard());
    }

    @Override
    public void close() {}

    private record Part(boolean hangs, Guard guard) implements Freezable {
        @Override
        public void prepare(Deadline deadline) {}

        @Override
        public void freeze(Deadline deadline) throws WriterException {
            guard.arm(new ThawAction.EndWriterProcess());
            if (hangs) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new WriterException("rehearsal.late", "freeze was interrupted", Retry.HELPS, "", e);
                }
            }
        }

        @Override
        public Thaw thaw(Deadline deadline) {
            return new Thaw.Held(Map.of());
        }

        @Override
        public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) {
            return Map.of();
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
