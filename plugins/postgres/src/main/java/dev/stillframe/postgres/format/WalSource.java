// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import dev.stillframe.api.ImageFile;
import java.util.Optional;

/** Where the WAL segments of an image are. */
@FunctionalInterface
public interface WalSource {
    /** The file to read for a segment number, whatever its timeline; empty if there is none. */
    Optional<ImageFile> segment(long number);
}
