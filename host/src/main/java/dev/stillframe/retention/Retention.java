// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides which backups of one job of one host are kept.
 *
 * <p>Only good backups count, for the job as a whole and for each application that has rules of its own. The last good
 * one is always kept: of the job, and of every application. What is newer than the job's last good backup is kept too,
 * good or not: it may be all that there is of the latest state.
 *
 * @param job the job's rules; empty if it has none: then only its applications' rules keep
 * @param applications rules by application
 * @param zone whose days and weeks are meant
 */
public record Retention(Optional<KeepRules> job, Map<String, KeepRules> applications, ZoneId zone) {
    private static final String LAST_GOOD = "last good";

    public Retention {
        applications = Map.copyOf(applications);
    }

    /** The decisions, oldest first. Without any rule everything is kept. */
    public List<Decision> decide(List<Candidate> backups) {
        List<Candidate> newestFirst = backups.stream()
                .sorted(Comparator.comparing(Candidate::time)
                        .thenComparing(Candidate::id)
                        .reversed())
                .toList();
        Map<Candidate, List<String>> reasons =
                new TreeMap<>(Comparator.comparing(Candidate::time).thenComparing(Candidate::id));
        newestFirst.forEach(backup -> reasons.put(backup, new ArrayList<>()));
        if (job.isEmpty() && applications.isEmpty()) {
            reasons.values().forEach(all -> all.add("no rules"));
        }
        job.ifPresent(rules -> apply(rules, Candidate::good, "", newestFirst, reasons));
        applications.forEach((name, rules) ->
                apply(rules, backup -> backup.goodApplications().contains(name), name + ": ", newestFirst, reasons));
        keepLastGood(newestFirst, reasons);
        List<Decision> decisions = new ArrayList<>();
        reasons.forEach((backup, all) -> decisions.add(new Decision(backup, all)));
        return decisions;
    }

    private static void keepLastGood(List<Candidate> newestFirst, Map<Candidate, List<String>> reasons) {
        for (Candidate backup : newestFirst) {
            if (backup.good()) {
                add(reasons, backup, LAST_GOOD);
                break;
            }
            add(reasons, backup, "newer than the last good");
        }
        newestFirst.stream()
                .flatMap(backup -> backup.goodApplications().stream())
                .distinct()
                .sorted()
                .forEach(name -> newestFirst.stream()
                        .filter(backup -> backup.goodApplications().contains(name))
                        .findFirst()
                        .filter(backup ->
                                !backup.good() || !reasonsOf(reasons, backup).contains(LAST_GOOD))
                        .ifPresent(backup -> add(reasons, backup, name + ": " + LAST_GOOD)));
    }

    private void apply(
            KeepRules rules,
            Predicate<Candidate> counts,
            String prefix,
            List<Candidate> newestFirst,
            Map<Candidate, List<String>> reasons) {
        List<Candidate> good = newestFirst.stream().filter(counts).toList();
        if (good.isEmpty()) {
            return;
        }
        good.stream().limit(rules.last()).forEach(backup -> add(reasons, backup, prefix + "last"));
        each(good, rules.hourly(), time -> day(time) * 100L + time.getHour(), prefix + "hourly", reasons);
        each(good, rules.daily(), Retention::day, prefix + "daily", reasons);
        each(good, rules.weekly(), Retention::week, prefix + "weekly", reasons);
        each(good, rules.monthly(), time -> time.getYear() * 100L + time.getMonthValue(), prefix + "monthly", reasons);
        each(good, rules.yearly(), time -> (long) time.getYear(), prefix + "yearly", reasons);
        rules.within().ifPresent(within -> {
            Instant oldest = good.get(0).time().minus(within);
            good.stream()
                    .filter(backup -> !backup.time().isBefore(oldest))
                    .forEach(backup -> add(reasons, backup, prefix + "within"));
        });
    }

    private void each(
            List<Candidate> good,
            int periods,
            Function<ZonedDateTime, Long> period,
            String reason,
            Map<Candidate, List<String>> reasons) {
        long previous = Long.MIN_VALUE;
        int left = periods;
        for (Candidate backup : good) {
            long current = period.apply(backup.time().atZone(zone));
            if (left > 0 && current != previous) {
                add(reasons, backup, reason);
                previous = current;
                left--;
            }
        }
    }

    private static long day(ZonedDateTime time) {
        return time.toLocalDate().toEpochDay();
    }

    private static long week(ZonedDateTime time) {
        return time.get(IsoFields.WEEK_BASED_YEAR) * 100L + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    private static void add(Map<Candidate, List<String>> reasons, Candidate backup, String reason) {
        reasonsOf(reasons, backup).add(reason);
    }

    private static List<String> reasonsOf(Map<Candidate, List<String>> reasons, Candidate backup) {
        return reasons.computeIfAbsent(backup, none -> new ArrayList<>());
    }
}
