// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One cycle of a ledger that a marker holds. */
final class LedgerHold extends LedgerParticipant implements Freezable {
    private final Cycle cycle;
    private final Object freezing = new Object();

    LedgerHold(LedgerWriter writer, Cycle cycle) {
        super(writer);
        this.cycle = cycle;
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        if (is(Fault.ABORT_WAITS_FOR_THE_FREEZE)) {
            synchronized (freezing) {
                hold(deadline);
            }
        } else {
            hold(deadline);
        }
    }

    private void hold(Deadline deadline) throws WriterException {
        if (is(Fault.ARMS_TOO_LATE)) {
            lay(deadline);
        }
        if (!is(Fault.ARMS_NOTHING)) {
            arm();
        }
        linger(Fault.FREEZE_IGNORES_INTERRUPTS);
        if (!is(Fault.HOLDS_NOTHING) && !is(Fault.HOLDS_NO_COMMITS) && !is(Fault.FREEZABLE_WITHOUT_HOLD)) {
            lay(deadline);
        }
        if (is(Fault.HOLDS_AND_WRITES_ITSELF)) {
            Thread thread = new Thread(this::scribble, "scribbler");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void arm() throws WriterException {
        List<String> command = is(Fault.ARMS_THE_WRONG_ACTION)
                ? List.of("/bin/true")
                : List.of("/bin/rm", "-f", file("hold").toString());
        try {
            cycle.guard().arm(new ThawAction.Run(command, Duration.ofSeconds(5)));
        } catch (WriterException e) {
            if (!is(Fault.IGNORES_A_REFUSAL)) {
                throw e;
            }
        }
    }

    /** Lays the marker and waits for the piece of work that is under way. */
    private void lay(Deadline deadline) throws WriterException {
        enter("hold", Fault.FREEZES_AFTER_ABORT);
        try (FileChannel gate = FileChannel.open(file("gate"), StandardOpenOption.WRITE)) {
            while (!passed(gate)) {
                if (deadline.passed()) {
                    throw new WriterException("ledger.busy", "the ledger does not stop", Retry.HELPS, "");
                }
                TimeUnit.MICROSECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new WriterException("ledger.gate", "cannot lock the gate", Retry.UNKNOWN, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterException("ledger.interrupted", "the freeze was interrupted", Retry.HELPS, "", e);
        }
    }

    private static boolean passed(FileChannel gate) throws IOException {
        try {
            return gate.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void scribble() {
        for (int i = 0; i < 100 && Files.exists(file("hold")); i++) {
            try {
                Files.writeString(file("data/scribble"), "line " + i + "\n");
            } catch (IOException e) {
                return;
            }
            sleep(5);
        }
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        linger(Fault.THAW_IGNORES_INTERRUPTS);
        boolean held = Files.exists(file("hold"));
        leave("hold");
        return held || is(Fault.SAYS_HELD_WHATEVER) || is(Fault.HOLDS_NOTHING) || is(Fault.HOLDS_NO_COMMITS)
                ? new Thaw.Held(Map.of("marker", "was there"))
                : new Thaw.Lost("the marker is gone");
    }

    @Override
    public void abort() {
        if (is(Fault.ABORT_WAITS_FOR_THE_FREEZE)) {
            synchronized (freezing) {
                super.abort();
            }
        } else {
            super.abort();
        }
    }
}
