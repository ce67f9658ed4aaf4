// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;
import java.util.Map;

/**
 * What came after the image.
 *
 * @param files readable until the participant is closed
 * @param facts added to the components' own; they return at a restore; never secrets
 */
public record Gathered(List<LateFile> files, Map<ComponentId, Map<String, String>> facts) {
    public Gathered {
        files = List.copyOf(files);
        facts = Map.copyOf(facts);
    }

    /** No file and no fact. */
    public static Gathered nothing() {
        return new Gathered(List.of(), Map.of());
    }
}
