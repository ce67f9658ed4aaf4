// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.consistency.Level;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import java.util.Arrays;
import java.util.List;

/**
 * A backup's worst component in a word.
 *
 * @param lowest the label of the lowest level of all components; a word that this version does not know counts as the
 *     lowest
 */
record Levels(String lowest, boolean damaged) {
    static Levels of(Receipt receipt) {
        List<ComponentReceipt> components = receipt.applications().stream()
                .flatMap(application -> application.components().stream())
                .toList();
        String lowest = components.stream()
                .map(ComponentReceipt::level)
                .min((a, b) -> Integer.compare(rank(a), rank(b)))
                .orElse("");
        return new Levels(
                lowest,
                components.stream()
                        .anyMatch(component -> component.verification().result().equals("damaged")));
    }

    private static int rank(String label) {
        List<String> labels = Arrays.stream(Level.values()).map(Level::label).toList();
        return labels.indexOf(label);
    }
}
