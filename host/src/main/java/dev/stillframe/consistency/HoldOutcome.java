// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import java.util.Map;

/** What became of a component's hold. */
public sealed interface HoldOutcome {
    /** The component declared none. */
    record NotDeclared() implements HoldOutcome {}

    /** In force from freeze to thaw, and the thaw said so. */
    record Held(Map<String, String> evidence) implements HoldOutcome {
        public Held {
            evidence = Map.copyOf(evidence);
        }
    }

    /** Not in force, or nobody can tell. */
    record NotHeld(String reason) implements HoldOutcome {}
}
