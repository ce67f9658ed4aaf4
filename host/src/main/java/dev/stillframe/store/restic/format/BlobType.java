// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.Locale;

/** What a blob is. Blobs of different types never share a pack, and a name counts within its type only. */
public enum BlobType {
    /** A part of a file's contents. */
    DATA,
    /** A folder's entries, as JSON. */
    TREE;

    /** As an index has it: {@code data} or {@code tree}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such type */
    public static BlobType of(String label) {
        return switch (label) {
            case "data" -> DATA;
            case "tree" -> TREE;
            default -> throw new IllegalArgumentException("no type of blob: \"" + label + "\"");
        };
    }
}
