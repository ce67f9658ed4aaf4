// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Component;
import dev.stillframe.api.Grain;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.consistency.Level;
import java.util.List;

/**
 * One component in a plan.
 *
 * @param grain fixed now, never downgraded later
 * @param sources its file sets that are taken at this grain, each with its volume
 * @param expected the level it will have if every hold holds
 * @param minimum the level it must have
 */
public record PlannedComponent(Component component, Grain grain, List<Source> sources, Level expected, Level minimum) {
    public PlannedComponent {
        sources = List.copyOf(sources);
    }
}
