// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a writer found.
 *
 * @param components at least one, each with an id of its own
 * @param freezes mount points of the filesystems that its hold freezes as a whole, as FIFREEZE does; a plan refuses those
 *     that the host itself lies on
 * @param notices what the operator should know before a backup, for example that files cannot be verified
 */
public record Inventory(List<Component> components, List<SourcePath> freezes, List<Notice> notices) {
    public Inventory {
        components = List.copyOf(components);
        freezes = List.copyOf(freezes);
        notices = List.copyOf(notices);
        if (components.isEmpty()) {
            throw new IllegalArgumentException("an inventory has at least one component");
        }
        Set<ComponentId> seen = new HashSet<>();
        for (Component component : components) {
            if (!seen.add(component.id())) {
                throw new IllegalArgumentException("two components are named " + component.id());
            }
        }
    }

    /** What a writer found that freezes no filesystem. */
    public Inventory(List<Component> components, List<Notice> notices) {
        this(components, List.of(), notices);
    }

    /**
     * A remark that stops nothing.
     *
     * @param code stable, words with dots
     * @param hint what can be done about it; may be empty
     */
    public record Notice(String code, String message, String hint) {}
}
