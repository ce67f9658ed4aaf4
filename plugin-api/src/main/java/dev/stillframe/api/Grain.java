// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** How finely time cuts through the files of a component. Fixed by the plan and never downgraded later. */
public enum Grain {
    /** All files of the component at one instant. */
    ATOMIC,
    /** Each file, or each volume, at an instant of its own. */
    PER_FILE,
    /** Files are read while they change. */
    LIVE
}
