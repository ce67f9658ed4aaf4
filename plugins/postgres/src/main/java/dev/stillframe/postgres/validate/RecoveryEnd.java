// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import java.util.Optional;

/** Where recovery of an image comes to its end; follows from how the files were taken and from nothing else. */
public sealed interface RecoveryEnd {
    /** All files are of one instant: crash recovery runs to the end of the image's WAL. */
    record EndOfWal() implements RecoveryEnd {}

    /** The files are of several instants: recovery must reach the end of the backup. */
    record At(StopPoint point) implements RecoveryEnd {}

    /** The point that must be reached. */
    default Optional<StopPoint> stop() {
        return this instanceof At at ? Optional.of(at.point()) : Optional.empty();
    }
}
