// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Quiesce.Still;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.Level;
import dev.stillframe.event.Events;
import dev.stillframe.guard.HostGuard;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.BoundedWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plays the frozen window with applications that hold nothing, once in a JVM: the orderly way and the one where a freeze
 * hangs. Whatever classes, lambdas and concatenations the window needs are loaded then; loading them in the window would
 * read the class path, which may lie on what is frozen.
 */
final class Rehearsal {
    private static final Clock CLOCK = Clock.system();
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private Rehearsal() {}

    /** Plays it, unless that was done before. Takes some ten milliseconds. */
    static void once() {
        if (!DONE.getAndSet(true)) {
            play(false, OnFailure.ABORT, Duration.ofSeconds(1));
            play(true, OnFailure.CONTINUE, Duration.ofMillis(30));
            play(true, OnFailure.ABORT, Duration.ofMillis(30));
        }
    }

    private static void play(boolean hangs, OnFailure policy, Duration freeze) {
        Extra front = new Extra(hangs);
        Extra back = new Extra(false);
        BoundedProvider camera = new BoundedProvider(new ExtraProvider(CLOCK), CLOCK::nanoTime);
        CycleSpec spec = new CycleSpec(
                "rehearsal",
                "rehearsal",
                plan(),
                Map.of("front", bounded("front", front), "back", bounded("back", back)),
                Map.of(camera.id(), camera),
                Timeouts.defaults().withFreeze(freeze),
                policy);
        Journal journal = new ExtraJournal();
        CycleRun run =
                new CycleRun(spec, CLOCK, journal, new HostGuard(new ExtraSystem()), Events.none(), work -> () -> {});
        try {
            run.prepare();
            run.image();
        } catch (CycleException e) {
            // the way of a cycle that fails is rehearsed, too
        } finally {
            run.close();
        }
    }

    private static BoundedWriter bounded(String name, Extra writer) {
        return new BoundedWriter(name, writer, CLOCK::nanoTime);
    }

    private static Plan plan() {
        SourcePath root = SourcePath.of("/");
        Source source = new Source(new Volume(root, "none", "none", 0), FileSet.all(root));
        List<PlannedApplication> applications =
                List.of(application("front", Tier.FRONT_END, source), application("back", Tier.BACK_END, source));
        PlannedSnapshot snapshot =
                new PlannedSnapshot("rehearsal", Grain.ATOMIC, List.of(source), Optional.empty(), List.of());
        return new Plan(
                "rehearsal",
                BackupType.COPY,
                Plan.Shape.IMAGE,
                applications,
                List.of(snapshot),
                List.of(),
                GroupClaim.Wanted.ANY);
    }

    private static PlannedApplication application(String name, Tier tier, Source source) {
        Component component = new Component(
                new ComponentId(name), List.of(source.files()), new Quiesce.Hold(Still.WRITES, tier), Map.of());
        PlannedComponent planned =
                new PlannedComponent(component, Grain.ATOMIC, List.of(source), Level.LIVE, Level.LIVE);
        return new PlannedApplication(name, "rehearsal", List.of(planned), List.of());
    }
}
