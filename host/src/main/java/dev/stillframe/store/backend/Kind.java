// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import java.util.Locale;

/**
 * What a repository's files are for. Source: restic's doc/design.rst, "Repository Layout": a file {@code config} and a
 * folder for each other kind, in which a file's name is the SHA-256 of its contents.
 */
public enum Kind {
    CONFIG,
    KEYS,
    LOCKS,
    SNAPSHOTS,
    INDEX,
    DATA;

    /** The name of the file or folder: {@code config}, {@code keys}, ... */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
