// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operator's commands that hold an application still. Each is a program and its arguments; there is no shell.
 *
 * @param thaw harmless when nothing is frozen
 * @param check tells by exit code 0 that the hold is in force
 * @param limit after which a command is killed
 * @param still what the operator declares the freeze to achieve
 */
record HoldCommands(
        List<String> freeze,
        List<String> thaw,
        Optional<List<String>> check,
        Duration limit,
        Quiesce.Still still,
        Quiesce.Tier tier)
        implements Hold {
    @Override
    public Quiesce quiesce() {
        return new Quiesce.Hold(still, tier);
    }

    @Override
    public String fact() {
        return still.name().toLowerCase(Locale.ROOT) + ", as declared";
    }

    @Override
    public List<SourcePath> freezes() {
        return FrozenFilesystems.of(freeze);
    }

    /** What ends the hold from outside of this writer. */
    ThawAction undo() {
        return new ThawAction.Run(thaw, limit);
    }
}
