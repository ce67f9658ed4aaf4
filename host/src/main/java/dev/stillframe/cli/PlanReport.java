// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.config.Job;
import dev.stillframe.job.Planning;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedGroup;
import dev.stillframe.plan.PlannedSnapshot;
import java.util.Locale;

/** What a backup would do, for somebody who was just woken up. */
final class PlanReport {
    private PlanReport() {}

    static Report of(Planning.Forecast forecast, Job job) {
        if (forecast.plan().isEmpty()) {
            Page page = new Page();
            page.section(
                    "job " + forecast.job() + ": REFUSED, nothing would be backed up",
                    () -> forecast.problems().forEach(page::problem));
            return new Report(PlanJson.of(forecast), page.lines(), ExitCode.NOTHING);
        }
        Plan plan = forecast.plan().get();
        ExitCode exit = ExitCode.of(plan);
        return new Report(PlanJson.of(forecast), text(forecast, plan, job, exit), exit);
    }

    private static java.util.List<String> text(Planning.Forecast forecast, Plan plan, Job job, ExitCode exit) {
        Page page = new Page();
        page.line("job " + plan.job() + ": " + shape(plan, job));
        page.line("backup type " + plan.type().name().toLowerCase(Locale.ROOT)
                + (plan.type() == dev.stillframe.api.BackupType.COPY
                        ? ": changes no application's backup chain"
                        : ": begins a new chain in each application: logs may be truncated and differential bases moved,"
                                + " when the backup is stored"));
        for (PlannedApplication application : plan.applications()) {
            page.blank();
            page.section(
                    "application " + application.name() + " (" + application.writer() + ")",
                    () -> application(page, application));
        }
        page.blank();
        page.section("snapshots", () -> {
            if (plan.snapshots().isEmpty()) {
                page.line("none: files are read live");
            }
            plan.snapshots().forEach(snapshot -> snapshot(page, snapshot));
            forecast.frozenBefore().stream()
                    .max(java.time.Duration::compareTo)
                    .ifPresent(longest -> page.entry(
                            "window",
                            "lasted at most " + Units.duration(longest) + " in the job's last cycles ("
                                    + forecast.frozenBefore().size() + " known)"));
        });
        group(page, plan.group());
        for (Plan.Missing missing : plan.missing()) {
            page.blank();
            page.section("MISSING: application " + missing.application(), () -> page.problem(missing.problem()));
        }
        page.blank();
        page.line(
                exit == ExitCode.DONE
                        ? "every component is expected at or above its minimum"
                        : "BELOW MINIMUM: a backup would be made, but not as good as asked for (exit code 3)");
        return page.lines();
    }

    private static void group(Page page, PlannedGroup group) {
        page.blank();
        page.section(
                "group",
                () -> page.entry(
                        "claim",
                        "expected " + group.claim() + ", minimum " + PlanJson.label(group.minimum())
                                + (group.enough() ? "" : "  <-- BELOW MINIMUM")));
    }

    private static String shape(Plan plan, Job job) {
        return plan.shape() == Plan.Shape.IMAGE
                ? "freeze, snapshot, thaw; held for at most " + Units.duration(job.freezeTimeout())
                : "held copy: files are read live, for at most " + Units.duration(job.copyTimeout());
    }

    private static void application(Page page, PlannedApplication application) {
        for (PlannedComponent component : application.components()) {
            boolean enough = component.expected().atLeast(component.minimum());
            page.section("component " + component.component().id(), () -> {
                page.entry(
                        "level",
                        "expected " + component.expected().label() + ", minimum "
                                + component.minimum().label() + (enough ? "" : "  <-- BELOW MINIMUM"));
                page.entry("quiesce", quiesce(component.component().quiesce()));
                page.entry("taken", grain(component.grain()));
                component.sources().forEach(source -> source(page, source));
            });
        }
        for (Inventory.Notice notice : application.notices()) {
            page.line("notice [" + notice.code() + "] " + notice.message());
            if (!notice.hint().isEmpty()) {
                page.line("  hint: " + notice.hint());
            }
        }
    }

    private static void source(Page page, Source source) {
        FileSet files = source.files();
        page.entry(
                "copies",
                files.root() + "  on " + source.volume().device() + " ("
                        + source.volume().fileSystem() + ", mounted at "
                        + source.volume().mountPoint() + ")");
        page.entries("  only", files.include());
        page.entries("  without", files.exclude());
    }

    private static void snapshot(Page page, PlannedSnapshot snapshot) {
        page.section(
                snapshot.provider() + ", " + grain(snapshot.grain())
                        + snapshot.forecast()
                                .map(time -> ", takes about " + Units.duration(time))
                                .orElse(""),
                () -> {
                    snapshot.sources().stream()
                            .map(source -> source.volume().mountPoint() + " ("
                                    + source.volume().device() + ")")
                            .distinct()
                            .forEach(volume -> page.entry("volume", volume));
                    page.entries("remark", snapshot.remarks());
                });
    }

    static String grain(dev.stillframe.api.Grain grain) {
        return switch (grain) {
            case ATOMIC -> "at one instant";
            case PER_FILE -> "each file at an instant of its own";
            case LIVE -> "live, while files change";
        };
    }

    private static String quiesce(Quiesce quiesce) {
        if (quiesce instanceof Quiesce.Hold hold) {
            String what = hold.still() == Quiesce.Still.WRITES ? "no writes" : "no commits";
            return "held: " + what + ", tier "
                    + hold.tier().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (quiesce instanceof Quiesce.Suspended suspended) {
            return "processes are stopped, tier "
                    + suspended.tier().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (quiesce instanceof Quiesce.BackupMode) {
            return "backup mode: recovers to its stop point";
        }
        if (quiesce instanceof Quiesce.Native) {
            return "by its VSS writer";
        }
        return quiesce instanceof Quiesce.Flush ? "buffers are written out before" : "none";
    }
}
