// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** Whether doing the same again can be expected to help. */
public enum Retry {
    HELPS,
    DOES_NOT_HELP,
    UNKNOWN
}
