// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Quiesce.Still;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.Level;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.guard.Guards;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.BoundedWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Applications, a provider, a journal and a coordinator for one test. */
final class Scene implements AutoCloseable {
    static final Duration FREEZE = Pace.of(Duration.ofMillis(500));
    static final Duration STEP = Pace.of(Duration.ofMillis(100));

    private final Pace pace = Pace.watch();
    final MemoryJournal journal = new MemoryJournal();
    final ScriptedProvider provider = new ScriptedProvider();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Runnable> exitHooks = new CopyOnWriteArrayList<>();
    final Map<String, ScriptedWriter> writers = new LinkedHashMap<>();
    final Map<String, Quiesce> quiesces = new HashMap<>();
    Optional<Guards> guards = Optional.empty();
    Timeouts timeouts = new Timeouts(STEP, FREEZE, STEP, STEP, STEP, STEP);
    OnFailure onFailure = OnFailure.ABORT;
    private Optional<Prepared> latest = Optional.empty();
    Plan.Shape shape = Plan.Shape.IMAGE;

    /** Adds an application with a hold in a tier. */
    ScriptedWriter application(String name, Tier tier) {
        return application(name, new Quiesce.Hold(Still.WRITES, tier));
    }

    ScriptedWriter application(String name, Quiesce quiesce) {
        ScriptedWriter writer = new ScriptedWriter(name, 1000L + writers.size());
        writers.put(name, writer);
        quiesces.put(name, quiesce);
        return writer;
    }

    Coordinator coordinator() {
        return new Coordinator(
                Clock.system(), journal, guards.orElseGet(() -> Guards.inHost(undo())), events::add, this::hook);
    }

    Prepared prepare() throws CycleException {
        try {
            return coordinator().prepare(spec());
        } catch (CycleException e) {
            throw e;
        } catch (StillframeException e) {
            throw new AssertionError("no guard", e);
        }
    }

    /** Goes through the whole image cycle and says, after its end, what happened. */
    CycleReport backUp() throws CycleException {
        Prepared prepared = prepare();
        latest = Optional.of(prepared);
        try (prepared) {
            Collected collected = ((PreparedImage) prepared).image().gather();
            Validated validated = collected.validate(images(collected));
            validated.confirmSnapshots();
            Map<String, Set<ComponentId>> stored = new HashMap<>();
            collected.gathered().keySet().forEach(name -> stored.put(name, Set.of(new ComponentId(name))));
            validated.complete(stored);
        }
        return prepared.report();
    }

    /** What is known now of the cycle that was prepared last. */
    CycleReport latest() {
        return latest.orElseThrow().report();
    }

    static Map<String, BackupImage> images(Collected collected) {
        Map<String, BackupImage> images = new HashMap<>();
        collected.gathered().keySet().forEach(name -> images.put(name, new NoFiles()));
        return images;
    }

    CycleSpec spec() {
        Map<String, BoundedWriter> bounded = new HashMap<>();
        writers.forEach((name, writer) -> bounded.put(name, new BoundedWriter(name, writer, System::nanoTime)));
        BoundedProvider camera = new BoundedProvider(provider, System::nanoTime);
        return new CycleSpec("c1", "host", plan(), bounded, Map.of("scripted", camera), timeouts, onFailure);
    }

    UndoSystem undo() {
        return new UndoSystem() {
            @Override
            public void thawFilesystem(SourcePath mountPoint, long device) {}

            @Override
            public void continueProcess(long pid, long startTicks) {
                writers.values().stream().filter(one -> one.pid == pid).forEach(ScriptedWriter::release);
            }

            @Override
            public boolean runs(long pid, long startTicks) {
                return false;
            }

            @Override
            public void thawCgroup(SourcePath path) {}
        };
    }

    boolean anyoneHeld() {
        return writers.values().stream().anyMatch(ScriptedWriter::held);
    }

    boolean anyoneInBackupMode() {
        return writers.values().stream().anyMatch(ScriptedWriter::inBackupMode);
    }

    Duration longestHold() {
        return Duration.ofNanos(writers.values().stream()
                .mapToLong(ScriptedWriter::longestHold)
                .max()
                .orElse(0));
    }

    /** How long somebody may be held: what was promised, and what the scheduler let nobody do meanwhile. */
    Duration mostHold() {
        return FREEZE.plus(pace.lost());
    }

    @Override
    public void close() {
        pace.close();
        writers.values().forEach(ScriptedWriter::letGo);
        provider.letGo();
    }

    private Runnable hook(Runnable work) {
        exitHooks.add(work);
        return () -> exitHooks.remove(work);
    }

    private Plan plan() {
        List<PlannedApplication> applications = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        quiesces.forEach((name, quiesce) -> {
            SourcePath root = SourcePath.of("/srv/" + name);
            Source source = new Source(new Volume(SourcePath.of("/srv"), "test", "none", 1), FileSet.all(root));
            sources.add(source);
            Component component =
                    new Component(new ComponentId(name), List.of(source.files()), quiesce, Map.of("declared", "yes"));
            applications.add(new PlannedApplication(
                    name,
                    "scripted",
                    List.of(new PlannedComponent(component, Grain.ATOMIC, List.of(source), Level.LIVE, Level.LIVE)),
                    List.of()));
        });
        List<PlannedSnapshot> snapshots = shape == Plan.Shape.HELD_COPY
                ? List.of()
                : List.of(new PlannedSnapshot("scripted", Grain.ATOMIC, sources, Optional.empty(), List.of()));
        return new Plan("job", BackupType.COPY, shape, applications, snapshots, List.of(), GroupClaim.Wanted.ANY);
    }

    private record NoFiles() implements BackupImage {
        @Override
        public Stream<ImageFile> files(ComponentId component) {
            return Stream.empty();
        }

        @Override
        public Optional<ImageFile> file(SourcePath path) {
            return Optional.empty();
        }
    }
}
