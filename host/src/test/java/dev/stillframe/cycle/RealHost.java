// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
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
import dev.stillframe.catalog.Catalog;
import dev.stillframe.catalog.StateDirectory;
import dev.stillframe.clock.Clock;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.Level;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Events;
import dev.stillframe.guard.ProcessGuards;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.BoundedWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A host in a process of its own that runs cycles over real holds, a catalogue and a guard: to be killed. A frozen
 * filesystem and a stopped process tree are one group.
 */
final class RealHost {
    private static final long WINDOW_NANOS = Duration.ofMillis(40).toNanos();

    private final Path folder;
    private final Map<String, RealWriter> writers;
    private final Duration freeze;
    private final Clock clock = Clock.system();

    private RealHost(Path folder, Map<String, RealWriter> writers, Duration freeze) {
        this.folder = folder;
        this.writers = writers;
        this.freeze = freeze;
    }

    /**
     * @param arguments a folder for the state and the ledgers; a mount point; process ids with commas between them; the
     *     freeze timeout in milliseconds; and the phase in which to say so and to wait for a line, or {@code for-ever}
     *     to run one cycle after the other
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        SourcePath mount = SourcePath.of(arguments[1]);
        List<Long> pids =
                Stream.of(arguments[2].split(",", -1)).map(Long::valueOf).toList();
        String stop = arguments[4];
        Pauses pauses = new Pauses(stop);
        StateDirectory state = StateDirectory.at(folder.resolve("state")).prepare();
        Map<String, RealWriter> writers = Map.of(
                "tree",
                new RealWriter("tree", RealHold.processes(pids), phase -> {}),
                "volume",
                new RealWriter(
                        "volume",
                        RealHold.filesystem(mount, LinuxFiles.metadata(mount).device()),
                        pauses::at));
        RealHost host = new RealHost(folder, writers, Duration.ofMillis(Long.parseLong(arguments[3])));
        try (Catalog catalog = Catalog.open(state, host.clock)) {
            Random random = new Random();
            for (int i = 0; i == 0 || stop.equals("for-ever"); i++) {
                System.out.println(host.cycle("c" + ProcessHandle.current().pid() + "-" + i, catalog, random, pauses));
            }
        }
    }

    /** Undoes what a killed host left, as the next one does at its start. */
    static RecoveryReport recover(Path folder, UndoSystem system) throws StillframeException {
        try (Catalog catalog = Catalog.open(StateDirectory.at(folder.resolve("state")), Clock.system())) {
            return new Recovery(
                            "host",
                            catalog,
                            system,
                            new dev.stillframe.guard.Ledgers(folder.resolve("ledgers")),
                            Map.of("scripted", new BoundedProvider(new ScriptedProvider(), System::nanoTime)))
                    .recover(Set.of(), List.of());
        }
    }

    /** @return how it went, in a line */
    private String cycle(String id, Journal journal, Random random, Pauses pauses) {
        ScriptedProvider provider = new ScriptedProvider();
        provider.watch(() -> {
            pauses.at("take");
            LockSupport.parkNanos((long) (random.nextDouble() * WINDOW_NANOS));
            return true;
        });
        Map<String, BoundedWriter> bounded = new HashMap<>();
        writers.forEach((name, writer) -> bounded.put(name, new BoundedWriter(name, writer, clock::nanoTime)));
        Timeouts timeouts = Timeouts.defaults().withFreeze(freeze);
        CycleSpec spec = new CycleSpec(
                id,
                "host",
                plan(),
                bounded,
                Map.of("scripted", new BoundedProvider(provider, clock::nanoTime)),
                timeouts,
                OnFailure.ABORT);
        ProcessGuards guards =
                new ProcessGuards(folder.resolve("ledgers"), new RealUndo(), (application, action) -> Optional.empty());
        Coordinator coordinator = new Coordinator(clock, journal, guards, Events.none());
        CycleReport report;
        try (Prepared prepared = coordinator.prepare(spec)) {
            Collected collected = ((PreparedImage) prepared).image().gather();
            Map<String, BackupImage> images = Scene.images(collected);
            Validated validated = collected.validate(images);
            Map<String, Set<ComponentId>> stored = new HashMap<>();
            collected.gathered().keySet().forEach(name -> stored.put(name, Set.of(new ComponentId(name))));
            validated.complete(stored);
            report = prepared.report();
        } catch (StillframeException e) {
            return "failed " + e.problem().code();
        }
        return "completed "
                + report.problems().stream().map(problem -> problem.code()).toList() + " "
                + report.applications().stream()
                        .flatMap(application -> application.components().stream())
                        .map(component -> component.hold().getClass().getSimpleName())
                        .toList();
    }

    private Plan plan() {
        List<PlannedApplication> applications = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (String name : List.of("tree", "volume")) {
            Source source = new Source(
                    new Volume(SourcePath.of("/srv"), "test", "none", 1), FileSet.all(SourcePath.of("/srv/" + name)));
            sources.add(source);
            Tier tier = name.equals("tree") ? Tier.FRONT_END : Tier.STORAGE;
            Component component = new Component(
                    new ComponentId(name), List.of(source.files()), new Quiesce.Hold(Still.WRITES, tier), Map.of());
            applications.add(new PlannedApplication(
                    name,
                    "real",
                    List.of(new PlannedComponent(component, Grain.ATOMIC, List.of(source), Level.LIVE, Level.LIVE)),
                    List.of()));
        }
        PlannedSnapshot snapshot = new PlannedSnapshot("scripted", Grain.ATOMIC, sources, Optional.empty(), List.of());
        return new Plan(
                "job",
                BackupType.COPY,
                Plan.Shape.IMAGE,
                applications,
                List.of(snapshot),
                List.of(),
                GroupClaim.Wanted.ANY);
    }

    /** Where the host waits to be told to go on. */
    private static final class Pauses {
        private final String phase;
        private final BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        Pauses(String phase) {
            this.phase = phase;
        }

        void at(String reached) {
            if (phase.equals(reached) || (phase.equals("for-ever") && reached.equals("freeze"))) {
                System.out.println("in " + reached);
            }
            if (phase.equals(reached)) {
                try {
                    orders.readLine();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
