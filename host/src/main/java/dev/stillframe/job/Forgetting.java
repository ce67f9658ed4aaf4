// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.config.Application;
import dev.stillframe.config.Job;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.retention.Candidate;
import dev.stillframe.retention.Decision;
import dev.stillframe.retention.KeepRules;
import dev.stillframe.retention.Retention;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Forgets backups that no rule keeps: of this host and of the jobs that the configuration has, and nothing else. */
public final class Forgetting {
    private final Site site;

    public Forgetting(Site site) {
        this.site = site;
    }

    /**
     * @param job whose backups are judged
     * @param dryRun only tells what would be forgotten
     */
    public Result run(String job, boolean dryRun) throws StillframeException {
        Job configured = site.job(job);
        Destination destination = site.destination(configured);
        Destination.Listing listing = destination.list();
        Map<String, Published> backups = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>(listing.problems());
        List<Candidate> candidates = new ArrayList<>();
        for (Published backup : listing.backups()) {
            if (backup.label().host().equals(site.host())
                    && backup.label().job().equals(job)) {
                try {
                    candidates.add(candidate(StoredBackups.receipt(backup)));
                    backups.put(backup.label().id(), backup);
                } catch (StillframeException e) {
                    problems.add(e.problem()); // what cannot be judged is not forgotten
                }
            }
        }
        List<Decision> decisions = retention(configured).decide(candidates);
        List<Published> doomed = decisions.stream()
                .filter(decision -> !decision.kept())
                .flatMap(decision ->
                        Optional.ofNullable(backups.get(decision.backup().id())).stream())
                .toList();
        if (!dryRun && !doomed.isEmpty()) {
            destination.forget(doomed);
        }
        List<Judged> judged = decisions.stream()
                .map(decision -> new Judged(
                        decision.backup().id(),
                        decision.backup().time(),
                        decision.backup().good(),
                        decision.reasons()))
                .toList();
        return new Result(job, destination.location(), dryRun, judged, problems);
    }

    private Retention retention(Job job) throws StillframeException {
        Map<String, KeepRules> applications = new LinkedHashMap<>();
        for (String name : job.applications()) {
            Application application = site.application(name);
            application.keep().ifPresent(rules -> applications.put(name, rules));
        }
        return new Retention(job.keep(), applications, ZoneId.systemDefault());
    }

    private static Candidate candidate(Receipt receipt) {
        Set<String> good = receipt.applications().stream()
                .filter(Forgetting::good)
                .map(ApplicationReceipt::name)
                .collect(Collectors.toSet());
        return new Candidate(receipt.id(), receipt.began(), receipt.outcome() == Receipt.Outcome.COMPLETE, good);
    }

    private static boolean good(ApplicationReceipt application) {
        return !application.components().isEmpty()
                && application.components().stream().allMatch(Forgetting::good);
    }

    private static boolean good(ComponentReceipt component) {
        return component.minimumMet()
                && component.read().whole()
                && !component.verification().result().equals("damaged");
    }

    /**
     * What became of a job's backups.
     *
     * @param backups oldest first
     * @param problems backups that cannot be judged and stay
     */
    public record Result(String job, String location, boolean dryRun, List<Judged> backups, List<Problem> problems) {
        public Result {
            backups = List.copyOf(backups);
            problems = List.copyOf(problems);
        }

        /** How many are gone, or would be. */
        public long forgotten() {
            return backups.stream().filter(backup -> backup.reasons().isEmpty()).count();
        }
    }

    /**
     * One backup.
     *
     * @param good whether it was at or above what its job asked for
     * @param reasons why it is kept; empty if it is not
     */
    public record Judged(String id, Instant time, boolean good, List<String> reasons) {
        public Judged {
            reasons = List.copyOf(reasons);
        }
    }
}
