// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * Names a component within its application, the same in every cycle.
 *
 * @param value letters, digits, dots, hyphens and underscores: it also names a folder in the backup
 */
public record ComponentId(String value) implements Comparable<ComponentId> {
    public ComponentId {
        if (!value.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a component's id is letters, digits, dots, hyphens and underscores: " + value);
        }
    }

    @Override
    public int compareTo(ComponentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
