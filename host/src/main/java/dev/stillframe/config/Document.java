// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML file as JSON, with the place of every value.
 *
 * @param root the values
 * @param values where each value begins
 * @param keys where the key of each value in a mapping begins
 */
record Document(ObjectNode root, Map<Pointer, Position> values, Map<Pointer, Position> keys) {
    /** Where a value is, for a message about the value; where it would be, if it is missing. */
    Position value(Pointer pointer) {
        Position value = values.get(pointer);
        return value == null ? key(pointer) : value;
    }

    /** Where a value's key is, for a message about the key or about what is missing below it. */
    Position key(Pointer pointer) {
        Pointer at = pointer;
        while (!keys.containsKey(at) && !values.containsKey(at) && !at.equals(Pointer.ROOT)) {
            at = at.parent();
        }
        return keys.getOrDefault(at, values.getOrDefault(at, Position.START));
    }
}
