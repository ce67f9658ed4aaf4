// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.api.Settings;
import dev.stillframe.consistency.Level;
import dev.stillframe.retention.KeepRules;
import java.util.Optional;

/**
 * An application that can be backed up.
 *
 * @param name names it in jobs, backups and messages
 * @param writer the id of the writer that knows it
 * @param settings checked against the writer's schema; may hold secrets
 * @param minimum a backup below this level is a failure
 * @param onDamage what becomes of a component whose validation found damage
 * @param keep which backups {@code forget} keeps for its sake; empty for none but the last good one
 */
public record Application(
        String name, String writer, Settings settings, Level minimum, OnDamage onDamage, Optional<KeepRules> keep) {
    /** What to do with damaged files. */
    public enum OnDamage {
        /** They are copied and marked: a damaged copy may be all there is. */
        KEEP,
        /** They are not backed up. */
        REFUSE
    }
}
