// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Inventory;
import java.util.List;

/**
 * One application in a plan.
 *
 * @param name in the configuration
 * @param writer the writer's id
 */
public record PlannedApplication(
        String name, String writer, List<PlannedComponent> components, List<Inventory.Notice> notices) {
    public PlannedApplication {
        components = List.copyOf(components);
        notices = List.copyOf(notices);
    }
}
