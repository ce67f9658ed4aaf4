// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import java.util.List;

/**
 * What came back.
 *
 * @param files regular files, hard links not counted
 * @param bytes of their contents
 * @param damaged files whose stored bytes are not what was backed up; they were not restored
 * @param notRestored entries that are not there now, or not whole
 * @param altered what entries that are there could not be given, and why: properties, with the first paths by name
 */
public record RestoreTreeReport(
        long files, long bytes, List<Lost> damaged, List<Lost> notRestored, List<String> altered) {
    public RestoreTreeReport {
        damaged = List.copyOf(damaged);
        notRestored = List.copyOf(notRestored);
        altered = List.copyOf(altered);
    }

    /** An entry that did not come back as a whole. */
    public record Lost(SourcePath path, String reason) {
        @Override
        public String toString() {
            return path + ": " + reason;
        }
    }
}
