// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.util.UUID;

/**
 * How a VSS writer fares after a phase.
 *
 * @param state VSS_WRITER_STATE of vss.h
 * @param failure the writer's own HRESULT; not negative if it reports none
 */
public record WriterStatus(UUID id, UUID instance, String name, int state, int failure) {
    private static final int FIRST_GOOD = 1;
    private static final int LAST_GOOD = 5;

    /** Whether it is stable or waiting for the next phase, and reports no failure. Unknown is not good. */
    public boolean good() {
        return state >= FIRST_GOOD && state <= LAST_GOOD && failure >= 0;
    }

    /** For people. */
    public String describe() {
        String name = switch (state) {
            case 1 -> "stable";
            case 2 -> "waiting for the freeze";
            case 3 -> "waiting for the thaw";
            case 4 -> "waiting for the end of the snapshot";
            case 5 -> "waiting for the end of the backup";
            case 6 -> "failed when it was identified";
            case 7 -> "failed when it prepared for the backup";
            case 8 -> "failed when it prepared for the snapshot";
            case 9 -> "failed at the freeze";
            case 10 -> "failed at the thaw";
            case 11 -> "failed after the snapshot";
            case 12 -> "failed at the end of the backup";
            case 13 -> "failed before the restore";
            case 14 -> "failed after the restore";
            case 15 -> "failed when the backup was shut down";
            default -> "in the unknown state " + state;
        };
        return failure < 0 ? name + ": " + HResult.describe(failure) : name;
    }
}
