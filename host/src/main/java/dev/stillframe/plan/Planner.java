// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.Offers.Offer;
import dev.stillframe.api.snapshot.Offers.Refusal;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.consistency.Levels;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.Plan.Missing;
import dev.stillframe.plan.Plan.Shape;
import dev.stillframe.plan.PlanRequest.Identified;
import dev.stillframe.plan.PlanRequest.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses a grain and a provider for every component, before anything is frozen. */
public final class Planner {
    private final PlanRequest request;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    private Planner(PlanRequest request) {
        this.request = request;
        missing.addAll(request.missing());
    }

    public static Decision decide(PlanRequest request) {
        return new Planner(request).decide();
    }

    private Decision decide() {
        Map<Identified, List<GrainChoice>> chosen = new LinkedHashMap<>();
        for (Identified application : request.applications()) {
            choices(application).ifPresent(choices -> chosen.put(application, choices));
        }
        Shape shape = shape(chosen);
        if (shape == Shape.HELD_COPY) {
            readAllLive(chosen);
        } else {
            leaveNoOverlap(chosen);
        }
        if (chosen.isEmpty() && problems.isEmpty()) {
            missing.forEach(left -> problems.add(left.problem()));
        }
        return problems.isEmpty() ? new Decision.Planned(plan(chosen, shape)) : new Decision.Refused(problems);
    }

    /** The best choice for each component, or none if the application cannot be planned. */
    private Optional<List<GrainChoice>> choices(Identified application) {
        List<GrainChoice> choices = new ArrayList<>();
        for (Located located : application.components()) {
            List<GrainChoice> ways = GrainChoice.all(located, request.offers());
            Optional<GrainChoice> best = ways.stream()
                    .filter(way -> !way.torn() || (request.acceptLive() && way.grain() == Grain.LIVE))
                    .max(Comparator.comparing(GrainChoice::level)
                            .thenComparing(GrainChoice::grain, Comparator.reverseOrder()));
            if (best.isEmpty()) {
                refuse(application, torn(application, located));
                return Optional.empty();
            }
            choices.add(best.get());
        }
        return Optional.of(choices);
    }

    private static Shape shape(Map<Identified, List<GrainChoice>> chosen) {
        List<GrainChoice> all = chosen.values().stream().flatMap(List::stream).toList();
        // what leaves backup mode after the copy cannot leave it before the copy, as an image's members do
        boolean copiedInBackupMode = all.stream()
                .anyMatch(choice ->
                        choice.grain() == Grain.LIVE && choice.component().quiesce() instanceof Quiesce.BackupMode);
        boolean nothingToTake = all.stream().allMatch(choice -> choice.grain() == Grain.LIVE);
        return copiedInBackupMode || nothingToTake ? Shape.HELD_COPY : Shape.IMAGE;
    }

    /** Changes every choice to live; an application that would lose its minimum or its hold by that is refused. */
    private void readAllLive(Map<Identified, List<GrainChoice>> chosen) {
        for (Identified application : List.copyOf(chosen.keySet())) {
            List<GrainChoice> live = new ArrayList<>();
            for (Located located : application.components()) {
                Optional<GrainChoice> way = GrainChoice.all(located, request.offers()).stream()
                        .filter(choice -> choice.grain() == Grain.LIVE)
                        .filter(choice -> !choice.torn() || request.acceptLive())
                        .findFirst();
                boolean wasEnough = chosen.getOrDefault(application, List.of()).stream()
                        .filter(choice -> choice.component().equals(located.component()))
                        .anyMatch(choice -> choice.level().atLeast(application.minimum()));
                if (way.isEmpty() || (wasEnough && !way.get().level().atLeast(application.minimum()))) {
                    refuse(application, mixed(application, located));
                } else {
                    live.add(way.get());
                }
            }
            if (live.size() == application.components().size()) {
                chosen.put(application, live);
            } else {
                chosen.remove(application);
            }
        }
    }

    /** Who comes first is dropped, which may leave those that it overlapped with whole. */
    private void leaveNoOverlap(Map<Identified, List<GrainChoice>> chosen) {
        for (Identified application : List.copyOf(chosen.keySet())) {
            List<GrainChoice.Pick> all = chosen.values().stream()
                    .flatMap(List::stream)
                    .flatMap(choice -> choice.picks().stream())
                    .toList();
            chosen.getOrDefault(application, List.of()).stream()
                    .flatMap(choice -> Overlap.of(application.name(), choice, all).stream())
                    .findFirst()
                    .ifPresent(problem -> {
                        refuse(application, problem);
                        chosen.remove(application);
                    });
        }
    }

    private void refuse(Identified application, Problem problem) {
        if (request.goOnWithout()) {
            missing.add(new Missing(application.name(), problem));
        } else {
            problems.add(problem);
        }
    }

    private Plan plan(Map<Identified, List<GrainChoice>> chosen, Shape shape) {
        List<PlannedApplication> applications = new ArrayList<>();
        Map<Offer, PlannedSnapshot> snapshots = new LinkedHashMap<>();
        chosen.forEach((application, choices) -> {
            List<PlannedComponent> components = new ArrayList<>();
            for (GrainChoice choice : choices) {
                components.add(new PlannedComponent(
                        choice.component(), choice.grain(), choice.sources(), choice.level(), application.minimum()));
                if (shape == Shape.IMAGE) {
                    choice.picks().forEach(pick -> snapshots.merge(pick.offer(), taking(pick), Planner::both));
                }
            }
            applications.add(new PlannedApplication(
                    application.name(), application.writer(), components, application.notices()));
        });
        return new Plan(
                request.job(),
                request.type(),
                shape,
                applications,
                List.copyOf(snapshots.values()),
                missing,
                request.minimumGroup());
    }

    private static PlannedSnapshot taking(GrainChoice.Pick pick) {
        Offer offer = pick.offer();
        return new PlannedSnapshot(
                pick.provider(), offer.grain(), List.of(pick.source()), offer.forecast(), offer.remarks());
    }

    private static PlannedSnapshot both(PlannedSnapshot one, PlannedSnapshot other) {
        List<Source> sources = new ArrayList<>(one.sources());
        other.sources().stream().filter(source -> !sources.contains(source)).forEach(sources::add);
        return new PlannedSnapshot(one.provider(), one.grain(), sources, one.forecast(), one.remarks());
    }

    private Problem torn(Identified application, Located located) {
        StringBuilder why = new StringBuilder();
        for (Source source : located.sources()) {
            why.append("; ").append(source.files().root()).append(" lies on ").append(volume(source));
            refusals(source).forEach(reason -> why.append(" (").append(reason).append(')'));
        }
        String subject = "application " + application.name() + ", component "
                + located.component().id();
        return Levels.torn(located.component().quiesce(), Grain.LIVE)
                ? new Problem(
                        "plan.torn",
                        subject + " is held still, but its files cannot be taken while the hold lasts" + why,
                        Retry.DOES_NOT_HELP,
                        "put all its files on one volume that a provider can snapshot, or set accept-live for the job")
                : new Problem(
                        "plan.no-provider",
                        subject + " has files that no provider can take that the job allows" + why,
                        Retry.DOES_NOT_HELP,
                        "put them on a volume that a provider can snapshot, or add live to the job's providers");
    }

    private static Problem mixed(Identified application, Located located) {
        return new Problem(
                "plan.mixed",
                "application " + application.name() + ", component "
                        + located.component().id()
                        + " needs a snapshot, but another application of the job can only be copied live",
                Retry.DOES_NOT_HELP,
                "split the job in two, or put the other application on a volume that a provider can snapshot");
    }

    private List<String> refusals(Source source) {
        return request.offers().stream()
                .flatMap(provider -> provider.offers().refusals().stream()
                        .filter(refusal -> refusal.source().equals(source))
                        .map(Refusal::reason)
                        .map(reason -> provider.provider() + ": " + reason))
                .toList();
    }

    private static String volume(Source source) {
        return source.volume().fileSystem() + " at " + source.volume().mountPoint();
    }
}
