// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.util.Arrays;
import java.util.Optional;

/** How an archive is packed. */
public enum ArchiveFormat {
    /** A POSIX tar in independent zstd frames. */
    TAR_ZSTD("tar.zst"),
    /** A POSIX tar in independent gzip members. */
    TAR_GZIP("tar.gz"),
    /** A zip: holds contents, times and permissions; the manifest keeps the rest. */
    ZIP("zip");

    private final String ending;

    ArchiveFormat(String ending) {
        this.ending = ending;
    }

    /** How its files' names end, without the dot. */
    public String ending() {
        return ending;
    }

    /** The format that a file's name asks for. */
    public static Optional<ArchiveFormat> ofFileName(String name) {
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.ending))
                .findFirst();
    }
}
