// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.util.List;

/**
 * What came back.
 *
 * @param files regular files, hard links not counted
 * @param bytes of their contents
 * @param damaged files whose stored bytes are not what was backed up, each with the reason; they were not restored
 * @param notRestored what could not be put back as it was, and why
 */
public record RestoreTreeReport(long files, long bytes, List<String> damaged, List<String> notRestored) {
    public RestoreTreeReport {
        damaged = List.copyOf(damaged);
        notRestored = List.copyOf(notRestored);
    }
}
