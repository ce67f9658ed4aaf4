// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a backup of several components may claim about them together, strongest first. */
public sealed interface GroupClaim {
    /** One snapshot shows all of them. */
    record SameInstant() implements GroupClaim {}

    /** Several snapshots, and every component was held from the first to the last. */
    record HeldTogether() implements GroupClaim {}

    /** The components show different moments, at most this far apart. */
    record Skewed(Duration atMost) implements GroupClaim {}

    /**
     * One component as the claim sees it.
     *
     * @param snapshot which snapshot shows it; components with the same number were taken at one instant
     * @param earliest the earliest moment that a restore can show of it
     * @param latest the latest
     */
    record Member(Quiesce quiesce, Grain grain, HoldOutcome hold, int snapshot, Instant earliest, Instant latest) {}

    /** Derives the claim of a group of at least one component. */
    static GroupClaim of(List<Member> members) {
        boolean instant = members.stream().allMatch(m -> m.grain() == Grain.ATOMIC)
                && members.stream().mapToInt(Member::snapshot).distinct().count() == 1;
        if (instant) {
            return new SameInstant();
        }
        boolean held = members.stream().allMatch(GroupClaim::stoodStill);
        if (held) {
            return new HeldTogether();
        }
        Instant earliest =
                members.stream().map(Member::earliest).min(Instant::compareTo).orElseThrow();
        Instant latest =
                members.stream().map(Member::latest).max(Instant::compareTo).orElseThrow();
        return new Skewed(Duration.between(earliest, latest));
    }

    /** Whether this claim is at least as strong as what was asked for. */
    default boolean satisfies(Wanted wanted) {
        return switch (wanted) {
            case ANY -> true;
            case HELD_TOGETHER -> !(this instanceof Skewed);
            case SAME_INSTANT -> this instanceof SameInstant;
        };
    }

    /** What a job asks for, and what a plan can expect; the weakest first. */
    enum Wanted {
        ANY,
        HELD_TOGETHER,
        SAME_INSTANT
    }

    /** Whether a component stands still through all snapshots as long as its hold holds. */
    static boolean standsStill(Quiesce quiesce, Grain grain) {
        boolean writes = quiesce instanceof Quiesce.Hold hold && hold.still() == Quiesce.Still.WRITES;
        return (writes || quiesce instanceof Quiesce.Suspended) && grain != Grain.LIVE;
    }

    private static boolean stoodStill(Member member) {
        return standsStill(member.quiesce(), member.grain()) && member.hold() instanceof HoldOutcome.Held;
    }
}
