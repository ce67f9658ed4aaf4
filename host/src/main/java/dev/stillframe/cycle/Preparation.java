// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent.Holder;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.GuardLine;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.runtime.call.BoundedParticipant;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.BoundedSnapshots;
import dev.stillframe.runtime.call.BoundedWriter;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoClock;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.runtime.call.PendingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Everything before the window: each step returns why the cycle cannot go on, or nothing. */
record Preparation(
        CycleSpec spec, Group group, Takes takes, GuardLine guard, Journal journal, NanoClock clock, Instant began) {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Every application joins; one that declares a hold and has none is refused. */
    Optional<Problem> join() {
        for (Member member : group.present()) {
            Optional<Problem> problem = join(member);
            if (problem.isPresent()) {
                Optional<Problem> fatal = group.drop(member, problem.get());
                if (fatal.isPresent()) {
                    return fatal;
                }
            }
        }
        return Optional.empty();
    }

    /** Every application prepares, all at the same time. */
    Optional<Problem> prepare() {
        Map<Member, PendingCall<Done>> calls = new LinkedHashMap<>();
        for (Member member : group.present()) {
            calls.put(
                    member,
                    member.present().prepare(NanoDeadline.in(spec.timeouts().prepare(), clock)));
        }
        return Settling.drop(group, calls);
    }

    /** Notes durably what will be held and made. */
    Optional<Problem> intend() {
        List<Holder> holders = group.present().stream()
                .map(member ->
                        new Holder(member.name(), freezes(member), member.inBackupMode(), guard.armed(member.name())))
                .toList();
        List<SnapshotToCome> snapshots = wanted().stream()
                .map(planned -> new SnapshotToCome(planned.provider(), volumes(planned)))
                .toList();
        Intent intent = new Intent(spec.id(), spec.owner(), spec.plan().job(), began, deadline(), holders, snapshots);
        try {
            journal.intend(intent);
            return Optional.empty();
        } catch (StillframeException e) {
            return Optional.of(e.problem());
        }
    }

    /** Opens the snapshot sets and gets them ready. */
    Optional<Problem> prepareSnapshots() {
        for (PlannedSnapshot planned : wanted()) {
            BoundedProvider provider = spec.providers().get(planned.provider());
            if (provider == null) {
                throw new IllegalArgumentException("no snapshot provider " + planned.provider());
            }
            SnapshotRequest request = new SnapshotRequest(
                    spec.owner(),
                    spec.id(),
                    deadline(),
                    planned.sources(),
                    natives(planned),
                    spec.plan().type());
            Outcome<BoundedSnapshots> opened = open(provider, request);
            if (opened.failure().isPresent()) {
                return opened.failure().map(Chronicle::problem);
            }
            takes.opened(planned, opened.result().orElseThrow());
        }
        return takes.prepare(NanoDeadline.in(spec.timeouts().prepare(), clock));
    }

    /** Another set in progress, of whatever program, is waited for as long as a preparation may take. */
    private Outcome<BoundedSnapshots> open(BoundedProvider provider, SnapshotRequest request) {
        NanoDeadline deadline = NanoDeadline.in(spec.timeouts().prepare(), clock);
        while (true) {
            Outcome<BoundedSnapshots> opened =
                    provider.open(request, guard.of(Takes.holder(provider.id())), deadline.remaining());
            boolean busy = opened.failure()
                    .filter(fault -> fault.code().equals(SnapshotProvider.BUSY))
                    .isPresent();
            if (!busy || deadline.remaining().compareTo(PAUSE) <= 0 || !paused()) {
                return opened;
            }
        }
    }

    /** Waits a little; false if the thread was interrupted. */
    private static boolean paused() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Problem> join(Member member) {
        BoundedWriter writer = spec.writers().get(member.name());
        if (writer == null) {
            throw new IllegalArgumentException("no writer for application " + member.name());
        }
        Participation participation =
                new Participation(spec.id(), spec.plan().type(), member.grains(), guard.of(member.name()));
        Outcome<BoundedParticipant> joined =
                writer.join(participation, spec.timeouts().prepare());
        joined.result().ifPresent(member::joined);
        if (joined.failure().isPresent()) {
            return joined.failure().map(Chronicle::problem);
        }
        boolean freezable = member.present().freezable();
        return member.tier().isEmpty() || freezable ? Optional.empty() : Optional.of(noHold(member));
    }

    private Instant deadline() {
        return began.plus(spec.timeouts().whole());
    }

    private boolean freezes(Member member) {
        return spec.plan().shape() == Plan.Shape.IMAGE && member.tier().isPresent();
    }

    /** The snapshots of the plan, without the sources that only applications need which dropped out. */
    private List<PlannedSnapshot> wanted() {
        List<Source> needed = sources(group.present());
        List<Source> known = sources(group.members());
        List<PlannedSnapshot> wanted = new ArrayList<>();
        for (PlannedSnapshot planned : spec.plan().snapshots()) {
            List<Source> sources = planned.sources().stream()
                    .filter(source -> needed.contains(source) || !known.contains(source))
                    .toList();
            if (!sources.isEmpty()) {
                wanted.add(new PlannedSnapshot(
                        planned.provider(), planned.grain(), sources, planned.forecast(), planned.remarks()));
            }
        }
        return wanted;
    }

    /** What the system's own writers are to hold still while this snapshot is taken. */
    private List<Quiesce.Native> natives(PlannedSnapshot planned) {
        return group.present().stream()
                .flatMap(member -> member.planned().components().stream())
                .filter(component -> component.sources().stream().anyMatch(planned.sources()::contains))
                .map(component -> component.component().quiesce())
                .filter(Quiesce.Native.class::isInstance)
                .map(Quiesce.Native.class::cast)
                .distinct()
                .toList();
    }

    private static List<Source> sources(List<Member> members) {
        return members.stream()
                .flatMap(member -> member.planned().components().stream())
                .flatMap(component -> component.sources().stream())
                .toList();
    }

    private static List<Volume> volumes(PlannedSnapshot planned) {
        return planned.sources().stream().map(Source::volume).distinct().toList();
    }

    private static Problem noHold(Member member) {
        return new Problem(
                "cycle.no-hold",
                "application " + member.name() + " declares a hold, but its writer cannot be frozen",
                Retry.DOES_NOT_HELP,
                "report it to the plugin's vendor");
    }
}
