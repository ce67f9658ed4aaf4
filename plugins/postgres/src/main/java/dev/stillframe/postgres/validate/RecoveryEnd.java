// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.Lsn;
import java.util.Optional;

/** Where recovery of an image comes to its end; follows from how the files were taken and from nothing else. */
public sealed interface RecoveryEnd {
    /**
     * All files are of one instant: crash recovery runs to the end of the image's WAL.
     *
     * @param begun where the server's WAL was when the backup began, before that instant; empty if nobody knows
     */
    record EndOfWal(Optional<Lsn> begun) implements RecoveryEnd {
        /** Of files that come from anywhere. */
        public EndOfWal() {
            this(Optional.empty());
        }
    }

    /** The files are of several instants: recovery must reach the end of the backup. */
    record At(StopPoint point) implements RecoveryEnd {}

    /** The point that must be reached. */
    default Optional<StopPoint> stop() {
        return this instanceof At at ? Optional.of(at.point()) : Optional.empty();
    }
}
