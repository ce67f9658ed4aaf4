// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

/**
 * The name of one file of a repository.
 *
 * @param name 64 lower-case hexadecimal digits; empty for {@link Kind#CONFIG}, of which there is one
 */
public record Handle(Kind kind, String name) {
    /** The repository's config. */
    public static final Handle CONFIG = new Handle(Kind.CONFIG, "");

    private static final int DIGITS = 64;

    /** @throws IllegalArgumentException if the name is not one: nothing else becomes part of a path or a URL */
    public Handle {
        if (kind == Kind.CONFIG ? !name.isEmpty() : !isName(name)) {
            throw new IllegalArgumentException(
                    "not the name of a file of kind " + kind.folder() + ": \"" + name + "\"");
        }
    }

    /** Whether this is what files are called; a listing ignores everything else, as restic does. */
    public static boolean isName(String name) {
        if (name.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Path below the repository in restic's default layout; data lies in folders of the first two digits. */
    public String path() {
        return switch (kind) {
            case CONFIG -> kind.folder();
            case DATA -> kind.folder() + "/" + name.substring(0, 2) + "/" + name;
            default -> kind.folder() + "/" + name;
        };
    }

    /** For messages: {@code index/0f3a...}, or {@code config}. */
    @Override
    public String toString() {
        return kind == Kind.CONFIG ? kind.folder() : kind.folder() + "/" + name;
    }
}
