// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.BackupType;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.error.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one cycle will do.
 *
 * @param applications in the order of the job
 * @param snapshots what will be taken; empty in the held-copy shape
 * @param shape fixed here
 * @param missing applications that could not be planned and why; the job's failure policy decided to go on without them
 * @param minimumGroup what the components must be able to claim together
 */
public record Plan(
        String job,
        BackupType type,
        Shape shape,
        List<PlannedApplication> applications,
        List<PlannedSnapshot> snapshots,
        List<Missing> missing,
        GroupClaim.Wanted minimumGroup) {
    public Plan {
        applications = List.copyOf(applications);
        snapshots = List.copyOf(snapshots);
        missing = List.copyOf(missing);
    }

    /** What the components can claim together. */
    public PlannedGroup group() {
        return PlannedGroup.of(components().toList(), snapshots, minimumGroup);
    }

    /** Whether a backup by this plan is as good as asked for if all goes well. */
    public boolean enough() {
        return missing.isEmpty()
                && group().enough()
                && components().allMatch(component -> component.expected().atLeast(component.minimum()));
    }

    private Stream<PlannedComponent> components() {
        return applications.stream().flatMap(application -> application.components().stream());
    }

    /** The two ways through a cycle. */
    public enum Shape {
        /** Freeze, snapshot, thaw; then gather, validate and copy the image. */
        IMAGE,
        /** Copy the live files, gather, validate what was stored. */
        HELD_COPY
    }

    /** An application that takes no part. */
    public record Missing(String application, Problem problem) {}
}
