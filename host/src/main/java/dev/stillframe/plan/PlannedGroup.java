// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Grain;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.GroupClaim.Wanted;
import java.util.List;

/**
 * What the components of a plan can claim together.
 *
 * @param expected the claim if every hold holds; {@code ANY} if they will show different moments
 * @param minimum the claim that the job asks for
 */
public record PlannedGroup(Wanted expected, Wanted minimum) {
    /** Judges as {@link GroupClaim#of} will. */
    static PlannedGroup of(List<PlannedComponent> components, List<PlannedSnapshot> snapshots, Wanted minimum) {
        if (snapshots.stream().anyMatch(snapshot -> showsAll(snapshot, components))) {
            return new PlannedGroup(Wanted.SAME_INSTANT, minimum);
        }
        boolean held = components.stream()
                .allMatch(one -> GroupClaim.standsStill(one.component().quiesce(), one.grain()));
        return new PlannedGroup(held ? Wanted.HELD_TOGETHER : Wanted.ANY, minimum);
    }

    /** Whether the job gets what it asks for. */
    public boolean enough() {
        return expected.compareTo(minimum) >= 0;
    }

    /** The expected claim, as the receipt will call it. */
    public String claim() {
        return switch (expected) {
            case SAME_INSTANT -> "same-instant";
            case HELD_TOGETHER -> "held-together";
            case ANY -> "skewed";
        };
    }

    private static boolean showsAll(PlannedSnapshot snapshot, List<PlannedComponent> components) {
        return components.stream()
                .allMatch(component ->
                        component.grain() == Grain.ATOMIC && snapshot.sources().containsAll(component.sources()));
    }
}
