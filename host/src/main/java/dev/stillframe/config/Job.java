// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.api.BackupType;
import dev.stillframe.retention.KeepRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Applications that are backed up together, as one consistency group.
 *
 * @param applications their names, each one configured; at least one
 * @param type what its backups do to their applications' own chains of backups
 * @param freezeTimeout bounds the time from the first freeze to the last thaw
 * @param prepareTimeout bounds identify, plan and prepare, each by itself
 * @param copyTimeout bounds copying
 * @param validateTimeout bounds validation
 * @param minimumGroup what the group must be able to claim; empty if nothing
 * @param providers the snapshot providers that may be used, the preferred one first; empty for all, the best first
 * @param acceptLive whether a component that is only consistent while nothing is written may be read live
 * @param storage where its backups go; empty for the configuration's
 * @param changedRanges how what changed is found in large files
 * @param keep which of its backups are kept by {@code forget}; empty for all
 */
public record Job(
        String name,
        List<String> applications,
        BackupType type,
        Duration freezeTimeout,
        Duration prepareTimeout,
        Duration copyTimeout,
        Duration validateTimeout,
        OnFailure onFailure,
        Optional<GroupMinimum> minimumGroup,
        Optional<List<String>> providers,
        boolean acceptLive,
        Optional<Storage> storage,
        ChangedRanges changedRanges,
        Optional<KeepRules> keep) {
    public Job {
        applications = List.copyOf(applications);
        providers = providers.map(List::copyOf);
    }

    /** What happens to the group when one application cannot take part. */
    public enum OnFailure {
        /** Nothing is backed up. */
        ABORT,
        /** The others are backed up, and the receipt names who is missing. */
        CONTINUE
    }

    /** What the group as a whole must be able to claim. */
    public enum GroupMinimum {
        /** All components show one instant. */
        SAME_INSTANT,
        /** All components were held through all instants. */
        HELD_TOGETHER,
        /** Nothing: the same as leaving it out. */
        ANY
    }
}
