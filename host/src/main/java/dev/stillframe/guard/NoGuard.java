// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.error.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where nobody could end a hold after the host was killed: no writer may begin one. */
record NoGuard(String reason) implements GuardLine {
    @Override
    public Guard of(String application) {
        return action -> {
            throw new WriterException(
                    "guard.none",
                    "application " + application + " may not be held: " + reason,
                    Retry.DOES_NOT_HELP,
                    "back it up without a hold of its own");
        };
    }

    @Override
    public List<ThawAction> armed(String application) {
        return List.of();
    }

    @Override
    public void disarm(String application) {
        // nothing is ever armed
    }

    @Override
    public void spare(String application) {
        // nothing is ever armed
    }

    @Override
    public List<Undone> undo(Collection<String> applications, Duration limit) {
        return List.of();
    }

    @Override
    public Optional<Problem> watch(Duration limit) {
        return Optional.empty();
    }

    @Override
    public Optional<Problem> unwatch() {
        return Optional.empty();
    }

    @Override
    public void end(boolean settled) {
        // nothing was begun
    }
}
