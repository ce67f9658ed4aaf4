// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Quiesce;
import dev.stillframe.consistency.Verification;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.NanoDeadline;
import dev.stillframe.runtime.call.PendingCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every application was asked for its verdict. */
public final class Validated {
    private final CycleRun run;
    private final Once left = new Once();

    Validated(CycleRun run) {
        this.run = run;
    }

    /** With the verdicts: what a receipt is made of. */
    public CycleReport report() {
        return run.report();
    }

    /**
     * What a restore through the system's own writers will want, to be kept with the backup; by application.
     *
     * @throws CycleException if it cannot be had: the snapshots are gone then
     */
    public Map<String, List<LateFile>> documents() throws CycleException {
        Map<Quiesce.Native, Map<String, String>> documents = new LinkedHashMap<>();
        Map<String, List<LateFile>> files = new LinkedHashMap<>();
        if (components().noneMatch(component -> component.quiesce() instanceof Quiesce.Native)) {
            return files;
        }
        Map<String, Set<ComponentId>> sound =
                run.group().present().stream().collect(Collectors.toMap(Member::name, member -> ids(member)));
        run.step(
                "documents",
                () -> run.takes()
                        .documents(natives(sound), run.in(run.spec().timeouts().gather()), documents));
        for (Member member : run.group().present()) {
            List<LateFile> own = new ArrayList<>();
            member.planned().components().stream()
                    .map(PlannedComponent::component)
                    .forEach(component -> {
                        if (component.quiesce() instanceof Quiesce.Native key) {
                            documents
                                    .getOrDefault(key, Map.of())
                                    .forEach((name, text) -> own.add(new LateFile(
                                            component.id(),
                                            new LateFile.Place.Beside(name),
                                            new LateFile.Bytes(text.getBytes(StandardCharsets.UTF_8)))));
                        }
                    });
            files.put(member.name(), own);
        }
        return files;
    }

    private Stream<Component> components() {
        return run.group().present().stream()
                .flatMap(member -> member.planned().components().stream())
                .map(PlannedComponent::component);
    }

    private static Set<ComponentId> ids(Member member) {
        return member.planned().components().stream()
                .map(planned -> planned.component().id())
                .collect(Collectors.toSet());
    }

    /**
     * Looks whether the snapshots still show what they showed when they were taken: when everything was read, and when
     * reading failed, of which that may be the reason.
     *
     * @throws CycleException if one does not: nothing of it may be published
     */
    public void confirmSnapshots() throws CycleException {
        run.step(
                "confirm snapshots",
                () -> run.takes().confirm(run.in(run.spec().timeouts().prepare())));
    }

    /**
     * Tells every application what is stored durably; never of components that are damaged or of which no validation
     * ran to its end. A completion that fails is reported and changes nothing about the backup.
     *
     * @param stored by application
     */
    public Completed complete(Map<String, Set<ComponentId>> stored) {
        left.make();
        Chronicle chronicle = run.chronicle();
        long began = chronicle.began("complete");
        Map<Member, PendingCall<Done>> calls = new LinkedHashMap<>();
        for (Member member : run.group().present()) {
            Set<ComponentId> good = proved(member, stored.getOrDefault(member.name(), Set.of()));
            if (!good.isEmpty()) {
                calls.put(
                        member,
                        member.present()
                                .complete(good, run.in(run.spec().timeouts().complete())));
            }
        }
        Calls.awaitAll(calls.values());
        calls.forEach((member, call) -> call.outcome()
                .failure()
                .map(Chronicle::problem)
                .ifPresent(problem -> {
                    member.remark(problem);
                    chronicle.warn(problem);
                }));
        NanoDeadline deadline = run.in(run.spec().timeouts().complete());
        for (Problem problem : run.takes().complete(natives(stored), deadline)) {
            chronicle.problem(problem);
        }
        run.completed();
        chronicle.ended("complete", began);
        return new Completed(run);
    }

    /** The components of the system's own writers that are proved and stored. */
    private Set<Quiesce.Native> natives(Map<String, Set<ComponentId>> stored) {
        Set<Quiesce.Native> natives = new HashSet<>();
        for (Member member : run.group().present()) {
            Set<ComponentId> good = proved(member, stored.getOrDefault(member.name(), Set.of()));
            member.planned().components().stream()
                    .map(PlannedComponent::component)
                    .filter(component -> good.contains(component.id()))
                    .map(Component::quiesce)
                    .filter(Quiesce.Native.class::isInstance)
                    .map(Quiesce.Native.class::cast)
                    .forEach(natives::add);
        }
        return natives;
    }

    private static Set<ComponentId> proved(Member member, Set<ComponentId> stored) {
        Set<ComponentId> proved = new TreeSet<>();
        for (ComponentId id : stored) {
            boolean sound = member.verification(id)
                    .filter(known -> known instanceof Verification.Done && !known.damaged())
                    .isPresent();
            if (sound) {
                proved.add(id);
            }
        }
        return proved;
    }
}
