// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.util.Map;

/**
 * What was read of an image.
 *
 * @param components every component of the image
 * @param files regular files that were stored, each once, other names of the same file not counted
 * @param bytes of those files, holes included
 * @param bytesRead what was read from the source for it: without holes, with second readings
 */
public record ReadReport(Map<ComponentKey, ComponentRead> components, long files, long bytes, long bytesRead) {
    public ReadReport {
        components = Map.copyOf(components);
    }

    /** @throws IllegalArgumentException if the image has no such component */
    public ComponentRead of(ComponentKey key) {
        ComponentRead read = components.get(key);
        if (read == null) {
            throw new IllegalArgumentException("not a component of this image: " + key);
        }
        return read;
    }
}
