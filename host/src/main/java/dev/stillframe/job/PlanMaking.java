// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Component;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.config.Job;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Decision;
import dev.stillframe.plan.Plan.Missing;
import dev.stillframe.plan.PlanRequest;
import dev.stillframe.plan.PlanRequest.Identified;
import dev.stillframe.plan.PlanRequest.Located;
import dev.stillframe.plan.Planner;
import dev.stillframe.runtime.call.BoundedWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the writers what there is and the providers what they can do, and plans. Changes nothing. */
final class PlanMaking {
    private final Site site;
    private final Job job;
    private final boolean goOn;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    PlanMaking(Site site, Job job) {
        this.site = site;
        this.job = job;
        this.goOn = job.onFailure() == Job.OnFailure.CONTINUE;
    }

    Decision decide(Writers writers) throws StillframeException {
        SourceLocator locator = SourceLocator.now(site.system());
        List<Identified> identified = new ArrayList<>();
        for (String name : job.applications()) {
            try {
                identified.add(identify(name, writers, locator));
            } catch (StillframeException e) {
                drop(name, e.problem());
            }
        }
        if (!problems.isEmpty()) {
            return new Decision.Refused(problems);
        }
        List<Source> sources = identified.stream()
                .flatMap(application -> application.components().stream())
                .flatMap(located -> located.sources().stream())
                .distinct()
                .toList();
        return Planner.decide(new PlanRequest(
                job.name(),
                job.type(),
                identified,
                missing,
                site.providers().offers(job, sources),
                job.acceptLive(),
                goOn,
                job.minimumGroup()
                        .map(minimum -> GroupClaim.Wanted.valueOf(minimum.name()))
                        .orElse(GroupClaim.Wanted.ANY)));
    }

    private Identified identify(String name, Writers writers, SourceLocator locator) throws StillframeException {
        refuseType(name);
        BoundedWriter writer = writers.writer(name);
        Inventory inventory = Faults.result("application " + name, writer.identify(job.type(), job.prepareTimeout()));
        if (!inventory.freezes().isEmpty()) {
            site.system().allow(site.owned(), name, inventory.freezes());
        }
        List<Located> components = new ArrayList<>();
        for (Component component : inventory.components()) {
            components.add(locator.locate(name, component));
        }
        return new Identified(
                name,
                site.application(name).writer(),
                site.application(name).minimum(),
                components,
                inventory.notices());
    }

    /** Nothing else is made instead of what a writer cannot make. */
    private void refuseType(String name) throws StillframeException {
        String writer = site.application(name).writer();
        boolean unable = site.plugins()
                .writer(writer)
                .map(plugin -> !plugin.descriptor().backupTypes().contains(job.type()))
                .orElse(false);
        if (unable) {
            throw new StillframeException(
                    "plan.backup-type",
                    "application " + name + ": its writer " + writer + " makes no backups of type "
                            + job.type().name().toLowerCase(Locale.ROOT),
                    Retry.DOES_NOT_HELP,
                    "set the job's backup-type to copy, or give the application a job of its own");
        }
    }

    private void drop(String name, Problem problem) {
        if (goOn) {
            missing.add(new Missing(name, problem));
        } else {
            problems.add(problem);
        }
    }
}
