// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Map;

/** How a hold ended. Only {@link Held} lets it count. */
public sealed interface Thaw {
    /**
     * The hold was in force until this thaw.
     *
     * @param evidence what proves it, in the application's own terms, for example the id of the session that held
     */
    record Held(Map<String, String> evidence) implements Thaw {
        public Held {
            evidence = Map.copyOf(evidence);
        }
    }

    /** The hold had ended before, nobody knows when. Nothing is held now. */
    record Lost(String reason) implements Thaw {}
}
