// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;

/**
 * A folder that keeps each backup as an archive.
 *
 * @param directory absolute
 */
public record ArchiveFolder(Path directory, Format format) implements Storage {
    /** How an archive is packed. */
    public enum Format {
        TAR_ZSTD("tar.zst"),
        TAR_GZIP("tar.gz"),
        ZIP("zip");

        private final String label;

        Format(String label) {
            this.label = label;
        }

        /** As in a configuration, and as a file's name ends. */
        public String label() {
            return label;
        }
    }
}
