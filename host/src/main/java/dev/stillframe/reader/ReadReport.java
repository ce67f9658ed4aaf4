// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.util.List;
import java.util.Map;

/**
 * What was read of an image.
 *
 * @param components every component of the image
 * @param files regular files that were stored, each once, other names of the same file not counted
 * @param bytes of those files, holes included
 * @param bytesRead what was read from the source for it: without holes, with second readings
 * @param bytesUnchanged how many of the bytes the parent backup has: of files that it has whole, and of unchanged ranges
 * @param doubts files that were read whole though they should have been compared with the base, and why
 */
public record ReadReport(
        Map<ComponentKey, ComponentRead> components,
        long files,
        long bytes,
        long bytesRead,
        long bytesUnchanged,
        List<String> doubts) {
    public ReadReport {
        components = Map.copyOf(components);
        doubts = List.copyOf(doubts);
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
