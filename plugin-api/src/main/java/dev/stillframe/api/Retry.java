// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** Whether doing the same again can be expected to help. */
public enum Retry {
    /** The reason passes by itself. */
    HELPS,
    /** Somebody has to change something first. */
    DOES_NOT_HELP,
    /** Nobody can tell. */
    UNKNOWN
}
