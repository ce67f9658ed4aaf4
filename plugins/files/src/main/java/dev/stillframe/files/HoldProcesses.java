// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;
import java.util.List;

/**
 * Processes are stopped: SIGSTOP, then SIGCONT.
 *
 * @param units of systemd whose processes these are; none: every process that has a file below the paths open for writing
 */
record HoldProcesses(List<String> units, Quiesce.Tier tier) implements Hold {
    HoldProcesses {
        units = List.copyOf(units);
    }

    @Override
    public Quiesce quiesce() {
        return new Quiesce.Suspended(tier);
    }

    @Override
    public String fact() {
        return units.isEmpty() ? "processes" : "processes of " + String.join(", ", units);
    }
}
