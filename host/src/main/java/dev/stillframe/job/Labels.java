// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Quiesce;
import dev.stillframe.consistency.GroupClaim;
import java.util.Locale;

/** How values are written in receipts: lower case with hyphens. */
final class Labels {
    private Labels() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String of(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Hold hold) {
            return "hold-" + of(hold.still());
        }
        if (quiesce instanceof Quiesce.BackupMode) {
            return "backup-mode";
        }
        return quiesce.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    static String of(GroupClaim claim) {
        if (claim instanceof GroupClaim.SameInstant) {
            return "same-instant";
        }
        return claim instanceof GroupClaim.HeldTogether ? "held-together" : "skewed";
    }
}
