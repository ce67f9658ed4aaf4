// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.retention;

import java.util.List;

/**
 * What becomes of a backup.
 *
 * @param reasons why it is kept, as {@code daily} or {@code orders: last good}; empty if it is not
 */
public record Decision(Candidate backup, List<String> reasons) {
    public Decision {
        reasons = List.copyOf(reasons);
    }

    public boolean kept() {
        return !reasons.isEmpty();
    }
}
