// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.CycleReport.PhaseTiming;
import dev.stillframe.cycle.CycleReport.Take;
import dev.stillframe.reader.ImageComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The moments that a restore can show of each component, from when its snapshots were taken or its files copied. */
final class GroupTimes {
    private final CycleReport cycle;
    private final TimedCopy copy;

    GroupTimes(CycleReport cycle, TimedCopy copy) {
        this.cycle = cycle;
        this.copy = copy;
    }

    GroupClaim claim(List<ImageComponent> components) {
        List<GroupClaim.Member> members = new ArrayList<>();
        for (ImageComponent component : components) {
            members.add(member(component, members.size()));
        }
        return GroupClaim.of(members);
    }

    private GroupClaim.Member member(ImageComponent component, int position) {
        List<Take> takes = cycle.takes().stream()
                .filter(take -> shows(take, component.sources()))
                .toList();
        // what no snapshot shows alone shares its moment with nothing else
        int snapshot = takes.size() == 1 ? cycle.takes().indexOf(takes.get(0)) : -1 - position;
        Instant earliest =
                takes.stream().map(Take::begun).min(Instant::compareTo).orElse(copy.began());
        Instant latest = takes.stream().map(Take::ended).max(Instant::compareTo).orElse(copy.ended());
        if (component.grain() == Grain.LIVE) { // its view is the live files: what they show is when they were copied
            earliest = copy.began();
            latest = copy.ended();
        }
        Quiesce quiesce = component.component().quiesce();
        if (quiesce instanceof Quiesce.BackupMode && component.grain() != Grain.ATOMIC) {
            // recovers to its stop point, which lies in the phase that leaves backup mode
            for (PhaseTiming phase : cycle.phases()) {
                if (phase.phase().equals("gather")) {
                    earliest = phase.begun();
                    latest = phase.begun().plus(phase.took());
                }
            }
        }
        return new GroupClaim.Member(quiesce, component.grain(), hold(component), snapshot, earliest, latest);
    }

    private HoldOutcome hold(ImageComponent component) {
        return cycle.applications().stream()
                .filter(application -> application.application().equals(component.application()))
                .flatMap(application -> application.components().stream())
                .filter(report -> report.id().equals(component.component().id()))
                .map(report -> report.hold())
                .findFirst()
                .orElseThrow();
    }

    private static boolean shows(Take take, List<Source> sources) {
        return sources.stream().anyMatch(take.planned().sources()::contains);
    }
}
