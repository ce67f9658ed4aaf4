// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

import java.util.List;

/**
 * How a filesystem keeps a file, all of it, while it lies still.
 *
 * @param size of the file, in bytes
 * @param addresses names the space that addresses are of; those of two spaces say nothing about each other
 * @param parts in order; between them are holes. They may reach beyond the size
 */
public record ExtentMap(long size, String addresses, List<Part> parts) {
    /** @throws IllegalArgumentException if the parts are out of order or overlap: then they say nothing */
    public ExtentMap {
        parts = List.copyOf(parts);
        long end = 0;
        for (Part part : parts) {
            if (part.offset() < end) {
                throw new IllegalArgumentException("extents overlap at byte " + part.offset());
            }
            end = part.end();
        }
    }
}
