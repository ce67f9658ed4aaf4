// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.api.SourcePath;

/**
 * A damage that the kit does to an image.
 *
 * @param file the real path of the file
 * @param at the position in it, in bytes: a multiple of {@link #SECTOR} for kinds that speak of sectors
 */
public record Damage(Kind kind, SourcePath file, long at) {
    /** In bytes. */
    public static final int SECTOR = 512;

    /** How a file comes to harm. */
    public enum Kind {
        /** One bit is wrong: at rest, in memory, on the wire. */
        FLIPPED_BIT,
        /** A sector is zeros: it was never written. */
        ZEROED_SECTOR,
        /** A sector holds what belongs elsewhere in the file: a write went astray. */
        MISPLACED_SECTOR,
        /** The file ends at the position. */
        TRUNCATED,
        /** The file is not there. */
        MISSING
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FLIPPED_BIT -> "a flipped bit in byte " + at + " of " + file;
            case ZEROED_SECTOR -> "a zeroed sector at byte " + at + " of " + file;
            case MISPLACED_SECTOR -> "a misplaced sector at byte " + at + " of " + file;
            case TRUNCATED -> file + " truncated at byte " + at;
            case MISSING -> file + " missing";
        };
    }
}
