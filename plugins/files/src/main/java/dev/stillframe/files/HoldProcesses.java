// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;

/** Every process that has a file below the paths open for writing is stopped: SIGSTOP, then SIGCONT. */
record HoldProcesses(Quiesce.Tier tier) implements Hold {
    @Override
    public Quiesce quiesce() {
        return new Quiesce.Suspended(tier);
    }

    @Override
    public String fact() {
        return "processes";
    }
}
