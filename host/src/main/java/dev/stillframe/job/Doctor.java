// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.Retry;
import dev.stillframe.config.Application;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedGroup;
import dev.stillframe.plugin.RejectedPlugin;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.tree.Destination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what will work here and what is missing. Changes nothing. */
public final class Doctor {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Site site;

    public Doctor(Site site) {
        this.site = site;
    }

    /** Examines the host, the destination, every application and every job; goes on after what is wrong. */
    public Result run() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("host", host()));
        for (String name : site.configuration().applications().keySet()) {
            sections.add(new Section("application " + name, application(name)));
        }
        for (String name : site.configuration().jobs().keySet()) {
            sections.add(new Section("job " + name, job(name)));
        }
        return new Result(sections);
    }

    /**
     * Tries VSS instead, which makes a shadow copy and a folder with files, and removes them.
     *
     * @param folder on the volume to be tried
     */
    public Result tryVss(Path folder) throws StillframeException {
        return new Result(List.of(new Section("live VSS", site.system().tryVss(folder, site.clock()))));
    }

    private List<Diagnosis> host() {
        List<Diagnosis> all = new ArrayList<>();
        HostSystem system = site.system();
        system.examinations().forEach((subject, examination) -> all.add(examined(subject, examination)));
        for (Destination destination : site.destinations()) {
            all.add(attempt("destination", destination.location(), destination::list));
        }
        all.add(attempt("state", site.configuration().stateDirectory().toString(), () -> {
            if (!site.initialised()) {
                throw new StillframeException(
                        "state.missing", "there is none yet", Retry.DOES_NOT_HELP, "run `stillframe init`");
            }
            site.journal().open();
        }));
        for (RejectedPlugin rejected : site.plugins().rejected()) {
            all.add(missing("plugin " + rejected.file(), rejected.problem()));
        }
        site.plugins().plugins().forEach(plugin -> all.add(good("plugin " + plugin.id(), plugin.version())));
        return all;
    }

    private List<Diagnosis> application(String name) {
        try {
            Application application = site.application(name);
            BoundedFactory factory = Writers.factory(site, application.writer());
            return Faults.result(
                    "application " + name, factory.diagnose(application.settings(), site.context(name), LIMIT));
        } catch (StillframeException e) {
            return List.of(missing("writer", e.problem()));
        }
    }

    private List<Diagnosis> job(String name) {
        try {
            Planning.Forecast forecast = new Planning(site).run(name);
            List<Diagnosis> all = new ArrayList<>();
            forecast.problems().forEach(problem -> all.add(missing("plan", problem)));
            forecast.plan().ifPresent(plan -> {
                levels(plan, all);
                group(plan.group()).ifPresent(all::add);
            });
            return all;
        } catch (StillframeException e) {
            return List.of(missing("plan", e.problem()));
        }
    }

    private static void levels(Plan plan, List<Diagnosis> all) {
        plan.applications().forEach(application -> {
            for (PlannedComponent component : application.components()) {
                String subject =
                        application.name() + "/" + component.component().id();
                String finding = "expected level " + component.expected().label() + ", asked for "
                        + component.minimum().label();
                all.add(
                        component.expected().atLeast(component.minimum())
                                ? good(subject, finding)
                                : new Diagnosis(
                                        Status.WARNING,
                                        subject,
                                        finding,
                                        "put its files on a volume that can be snapshot, or lower minimum-consistency"));
            }
        });
    }

    /** Of a job that asks for a claim. */
    private static Optional<Diagnosis> group(PlannedGroup group) {
        if (group.minimum() == GroupClaim.Wanted.ANY) {
            return Optional.empty();
        }
        String finding = "expected " + group.claim() + ", asked for " + Labels.of(group.minimum());
        return Optional.of(
                group.enough()
                        ? good("group", finding)
                        : new Diagnosis(
                                Status.WARNING,
                                "group",
                                finding,
                                "put all files of the job on one volume that can be snapshot, or lower minimum-group"));
    }

    private static Diagnosis examined(String subject, HostSystem.Examination examination) {
        try {
            return examination.run();
        } catch (StillframeException e) {
            return missing(subject, e.problem());
        }
    }

    private static Diagnosis attempt(String subject, String what, Attempt attempt) {
        try {
            attempt.run();
            return good(subject, what);
        } catch (StillframeException e) {
            return missing(subject, e.problem());
        }
    }

    private static Diagnosis good(String subject, String finding) {
        return new Diagnosis(Status.GOOD, subject, finding, "");
    }

    private static Diagnosis missing(String subject, Problem problem) {
        return new Diagnosis(Status.MISSING, subject, problem.message(), problem.hint());
    }

    /** Something that works or says why not. */
    private interface Attempt {
        void run() throws StillframeException;
    }

    /** @param sections the host first, then each application, then each job */
    public record Result(List<Section> sections) {
        public Result {
            sections = List.copyOf(sections);
        }

        /** Whether nothing is missing. */
        public boolean healthy() {
            return sections.stream()
                    .flatMap(section -> section.diagnoses().stream())
                    .noneMatch(diagnosis -> diagnosis.status() == Status.MISSING);
        }
    }

    /** One subject's diagnoses. */
    public record Section(String name, List<Diagnosis> diagnoses) {
        public Section {
            diagnoses = List.copyOf(diagnoses);
        }
    }
}
