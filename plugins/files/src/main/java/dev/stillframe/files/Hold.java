// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import java.util.List;

/** How the operator wants whatever writes the files to be held. */
sealed interface Hold permits HoldCommands, HoldProcesses, HoldCgroup {
    /** What is true of it, and no more. */
    Quiesce quiesce();

    /** For the receipt. */
    String fact();

    /** Mount points of the filesystems that it freezes as a whole. */
    default List<SourcePath> freezes() {
        return List.of();
    }
}
