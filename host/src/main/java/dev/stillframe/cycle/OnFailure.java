// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** What becomes of the group when one application fails before its image is complete. */
public enum OnFailure {
    /** Nobody is backed up. */
    ABORT,
    /** The others go on; the report names who is missing. */
    CONTINUE
}
