// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A participant whose hold is a file, and that misbehaves in one phase. */
final class MisbehavingHold extends MisbehavingParticipant implements Freezable {
    private final Cycle cycle;
    private final Optional<Path> held;

    MisbehavingHold(Cycle cycle, Misbehaviour misbehaviour, Optional<Path> held) {
        super(misbehaviour);
        this.cycle = cycle;
        this.held = held;
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        if (held.isPresent()) {
            List<String> command = List.of("/bin/rm", "-f", held.get().toString());
            cycle.guard().arm(new ThawAction.Run(command, Duration.ofSeconds(5)));
        }
        boolean late = misbehaviour.is(Phase.FREEZE, How.LATE);
        if (!late && !misbehaviour.is(Phase.FREEZE, How.LIE)) {
            hold(); // before it throws or hangs: what was begun has to be undone
        }
        misbehaviour.begin(Phase.FREEZE, aborted);
        if (late) {
            hold();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Thaw thaw(Deadline deadline) throws WriterException {
        misbehaviour.begin(Phase.THAW, aborted);
        if (misbehaviour.is(Phase.THAW, How.NULL)) {
            return null;
        }
        if (misbehaviour.is(Phase.THAW, How.LIE)) { // it still holds, until it is closed
            return new Thaw.Held(Map.of("promise", "given"));
        }
        boolean lost = held.isPresent() && !Files.exists(held.get());
        release();
        return lost || misbehaviour.is(Phase.THAW, How.LOSE)
                ? new Thaw.Lost("the file that held is gone")
                : new Thaw.Held(Map.of("file", "was there"));
    }

    @Override
    public void abort() {
        if (!misbehaviour.is(Phase.ABORT, How.LIE)) {
            release();
        }
        super.abort(); // only now may what comes late go on, so that it comes late
    }

    @Override
    public void close() {
        release();
        super.close();
    }

    private void hold() throws WriterException {
        try {
            if (held.isPresent()) {
                Files.writeString(held.get(), "held\n");
            }
        } catch (IOException e) {
            throw new WriterException("misbehaving.held", "cannot write " + held.get(), Retry.UNKNOWN, "", e);
        }
    }

    private void release() {
        try {
            if (held.isPresent()) {
                Files.deleteIfExists(held.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
