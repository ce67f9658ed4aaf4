// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import dev.stillframe.api.Component;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import java.util.Optional;

/** The table that turns how a component was taken into the level it may claim. */
public final class Levels {
    private Levels() {}

    /**
     * The level that a component reaches if everything it declared comes true.
     *
     * @return empty if a component of this kind must not be taken at this grain at all
     */
    public static Optional<Level> planned(Quiesce quiesce, Grain grain) {
        if (quiesce instanceof Quiesce.Native && grain != Grain.ATOMIC) {
            return Optional.empty();
        }
        return Optional.of(
                switch (grain) {
                    case ATOMIC -> atOneInstant(quiesce);
                    case PER_FILE -> atSeveralInstants(quiesce);
                    case LIVE -> quiesce instanceof Quiesce.BackupMode ? Level.APPLICATION : Level.LIVE;
                });
    }

    /** The same for a component whose files carry nothing to check them by, if it is not checkable. */
    public static Optional<Level> planned(Component component, Grain grain) {
        return planned(component.quiesce(), grain)
                .map(level -> level == Level.APPLICATION && !component.checkable() ? Level.FILESYSTEM : level);
    }

    /** Whether a component is torn at this grain: its quiesce promises more than such a picture can hold. */
    public static boolean torn(Quiesce quiesce, Grain grain) {
        boolean needsInstant = quiesce instanceof Quiesce.Native
                || (quiesce instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.COMMITS);
        boolean needsStillness = quiesce instanceof Quiesce.Hold || quiesce instanceof Quiesce.Suspended;
        return switch (grain) {
            case ATOMIC -> false;
            case PER_FILE -> needsInstant;
            case LIVE -> needsInstant || needsStillness;
        };
    }

    /** The level that a component did reach. */
    public static Level reached(Quiesce quiesce, Grain grain, HoldOutcome hold, Verification verification) {
        Quiesce effective = hold instanceof HoldOutcome.NotHeld ? new Quiesce.None() : quiesce;
        Level level = planned(effective, grain).orElse(Level.LIVE);
        boolean unproved = level == Level.APPLICATION && !verification.couldFail();
        return unproved ? Level.FILESYSTEM : level;
    }

    private static Level atOneInstant(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Suspended || quiesce instanceof Quiesce.None) {
            return Level.CRASH;
        }
        return quiesce instanceof Quiesce.Flush ? Level.FILESYSTEM : Level.APPLICATION;
    }

    private static Level atSeveralInstants(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Suspended) {
            return Level.CRASH;
        }
        boolean heldWrites = quiesce instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.WRITES;
        return heldWrites || quiesce instanceof Quiesce.BackupMode ? Level.APPLICATION : Level.LIVE;
    }
}
