// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

/**
 * A process for its whole life: a number is given again, but not with the same start.
 *
 * @param startTicks when it started, in clock ticks since boot
 * @param command its name, for messages
 */
record HeldProcess(long pid, long startTicks, String command) {
    @Override
    public String toString() {
        return command + " (process " + pid + ")";
    }
}
