// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.config;

import java.util.Optional;

/** That a configuration file wants others to be read. */
record Inclusion(Kind kind, String path) {
    /** What the path is. */
    enum Kind {
        FILE,
        FILE_IF_EXISTS,
        /** The files in it that end in {@code .conf} and do not begin with a dot. */
        FOLDER;

        static Optional<Kind> of(String keyword) {
            return switch (keyword) {
                case "include" -> Optional.of(FILE);
                case "include_if_exists" -> Optional.of(FILE_IF_EXISTS);
                case "include_dir" -> Optional.of(FOLDER);
                default -> Optional.empty();
            };
        }
    }
}
