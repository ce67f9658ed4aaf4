// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.HoldOutcome;
import dev.stillframe.consistency.Level;
import dev.stillframe.consistency.Levels;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.CycleReport.ApplicationReport;
import dev.stillframe.cycle.CycleReport.ComponentReport;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.reader.ComponentKey;
import dev.stillframe.reader.ComponentRead;
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.Late;
import dev.stillframe.reader.ReadReport;
import dev.stillframe.reader.Remark;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.receipt.Receipt.FileNote;
import dev.stillframe.receipt.Receipt.Files;
import dev.stillframe.receipt.Receipt.Place;
import dev.stillframe.receipt.Receipt.Verified;
import dev.stillframe.tree.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what a backup is: derives levels and claims from the cycle's facts and what was read. */
final class ReceiptMaking {
    private final Site site;
    private final Storing storing;
    private final CycleReport cycle;
    private final TimedCopy copy;
    private final Bases.Chosen base;
    private final CarriedVerdicts verdicts;

    ReceiptMaking(
            Site site,
            Storing storing,
            CycleReport cycle,
            TimedCopy copy,
            Bases.Chosen base,
            CarriedVerdicts verdicts) {
        this.site = site;
        this.storing = storing;
        this.cycle = cycle;
        this.copy = copy;
        this.base = base;
        this.verdicts = verdicts;
    }

    Receipt of(Image image) throws StillframeException {
        List<ApplicationReceipt> applications = applications(image);
        List<Receipt.Missing> missing = missing(image);
        GroupClaim claim = new GroupTimes(cycle, copy).claim(image.components());
        GroupClaim.Wanted wanted = storing.plan().minimumGroup();
        boolean complete = missing.isEmpty()
                && claim.satisfies(wanted)
                && applications.stream()
                        .flatMap(application -> application.components().stream())
                        .allMatch(ComponentReceipt::minimumMet);
        return new Receipt(
                Receipt.FORMAT,
                storing.name().id(),
                site.host(),
                storing.job().name(),
                Labels.of(storing.plan().type()),
                complete ? Receipt.Outcome.COMPLETE : Receipt.Outcome.BELOW_MINIMUM,
                Labels.of(cycle.shape()),
                storing.name().time(),
                site.clock().instant(),
                group(claim, wanted),
                cycle.window()
                        .map(window -> new Receipt.Window(
                                window.opened(),
                                window.closed(),
                                window.length().toNanos())),
                snapshots(),
                applications,
                missing,
                changes(),
                phases(),
                remarks());
    }

    /** Empty if every backup stands for itself. */
    private Optional<Receipt.Changes> changes() throws StillframeException {
        Optional<Draft.Sums> sums = storing.draft().sums();
        if (sums.isEmpty()) {
            return Optional.empty();
        }
        long existed = copy.reports().stream().mapToLong(ReadReport::bytes).sum();
        long unchanged =
                copy.reports().stream().mapToLong(ReadReport::bytesUnchanged).sum();
        return Optional.of(new Receipt.Changes(
                base.backup(),
                base.reason(),
                existed,
                existed - unchanged,
                copy.reports().stream().mapToLong(ReadReport::bytesRead).sum(),
                sums.get().storedBytes(),
                sums.get().carriedBytes(),
                sums.get().sampledBytes(),
                storing.job().changedRanges().sample()));
    }

    private List<ApplicationReceipt> applications(Image image) throws StillframeException {
        List<ApplicationReceipt> applications = new ArrayList<>();
        for (PlannedApplication planned : storing.plan().applications()) {
            List<ComponentReceipt> components = new ArrayList<>();
            for (ImageComponent component : image.components()) {
                if (component.application().equals(planned.name())) {
                    components.add(component(image, component));
                }
            }
            if (!components.isEmpty()) {
                applications.add(new ApplicationReceipt(
                        planned.name(),
                        planned.writer(),
                        components,
                        planned.notices().stream()
                                .map(notice -> new Receipt.Note(notice.code(), notice.message(), notice.hint()))
                                .toList()));
            }
        }
        return applications;
    }

    private ComponentReceipt component(Image image, ImageComponent component) throws StillframeException {
        ComponentReport report = report(component.key());
        Verification verification = report.verification().orElse(new Verification.NotDone("it was not asked for"));
        Level level = Levels.reached(report.quiesce(), report.grain(), report.hold(), verification);
        Level minimum = site.application(component.application()).minimum();
        ComponentRead read = read(component.key());
        if (!read.whole() && level == Level.APPLICATION) {
            level = Level.FILESYSTEM; // the verdict is of the image: what the backup lacks may be what recovery needs
        }
        boolean met = level.atLeast(minimum) && !verification.damaged() && read.whole();
        return new ComponentReceipt(
                component.component().id().value(),
                Labels.of(report.quiesce()),
                Labels.of(report.grain()),
                level.label(),
                minimum.label(),
                met,
                verified(component.key(), verification),
                evidence(report.hold()),
                report.facts(),
                files(component),
                late(image, component.key()),
                new Receipt.Read(
                        read.files(),
                        read.bytes(),
                        read.lateFiles(),
                        notes(read.notRead()),
                        notes(read.changed()),
                        read.whole()));
    }

    private ComponentReport report(ComponentKey key) {
        return cycle.applications().stream()
                .filter(application -> application.application().equals(key.application()))
                .flatMap(application -> application.components().stream())
                .filter(component -> component.id().equals(key.component()))
                .findFirst()
                .orElseThrow();
    }

    private ComponentRead read(ComponentKey key) {
        return copy.reports().stream()
                .map(ReadReport::components)
                .filter(components -> components.containsKey(key))
                .map(components -> components.get(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<Files> files(ImageComponent component) {
        return component.component().files().stream()
                .map(set -> new Files(
                        Place.of(set.root()),
                        set.include(),
                        set.exclude(),
                        set.takenAt().stream().sorted().map(Labels::of).toList(),
                        set.pageSize().orElse(0)))
                .toList();
    }

    private static List<Place> late(Image image, ComponentKey key) {
        List<Place> places = new ArrayList<>();
        for (Late late : image.late()) {
            if (late.application().equals(key.application())
                    && late.file().component().equals(key.component())
                    && late.file().place() instanceof dev.stillframe.api.LateFile.Place.At at) {
                places.add(Place.of(at.path()));
            }
        }
        return places;
    }

    private static Map<String, String> evidence(HoldOutcome hold) {
        if (hold instanceof HoldOutcome.Held held) {
            return held.evidence();
        }
        return hold instanceof HoldOutcome.NotHeld lost ? Map.of("not-held", lost.reason()) : Map.of();
    }

    private Verified verified(ComponentKey key, Verification verification) throws StillframeException {
        if (verification instanceof Verification.NotDone not) {
            return unproved("not-done", not.reason());
        }
        Verdict verdict = ((Verification.Done) verification).verdict();
        if (verdict instanceof Verdict.Sound sound) {
            return new Verified(
                    "sound",
                    "",
                    sound.checked(),
                    sound.unverifiable(),
                    sound.unit(),
                    sound.remarks(),
                    List.of(),
                    0,
                    Optional.of(verdicts.noted(key, sound)));
        }
        if (verdict instanceof Verdict.Unverifiable unverifiable) {
            return unproved("unverifiable", unverifiable.reason());
        }
        Verdict.Damaged damaged = (Verdict.Damaged) verdict;
        return new Verified(
                "damaged",
                "",
                0,
                0,
                "",
                List.of(),
                damaged.first().stream().map(ReceiptMaking::finding).toList(),
                damaged.total(),
                Optional.empty());
    }

    private static Verified unproved(String result, String reason) {
        return new Verified(result, reason, 0, 0, "", List.of(), List.of(), 0, Optional.empty());
    }

    private static Receipt.FindingNote finding(Finding finding) {
        return new Receipt.FindingNote(
                finding.file().toString(), finding.block().orElse(-1), finding.reason());
    }

    private static List<FileNote> notes(List<Remark> remarks) {
        return remarks.stream()
                .map(remark ->
                        new FileNote(remark.path().toString(), Labels.of(remark.kind()) + ": " + remark.detail()))
                .toList();
    }

    private List<Receipt.Missing> missing(Image image) {
        List<Receipt.Missing> missing = new ArrayList<>();
        storing.plan().missing().forEach(m -> missing.add(new Receipt.Missing(m.application(), m.problem())));
        for (ApplicationReport application : cycle.applications()) {
            application
                    .absent()
                    .ifPresent(problem -> missing.add(new Receipt.Missing(application.application(), problem)));
            for (ComponentReport component : application.components()) {
                ComponentKey key = new ComponentKey(application.application(), component.id());
                boolean there = image.components().stream()
                        .anyMatch(present -> present.key().equals(key));
                if (application.absent().isEmpty() && !there) {
                    missing.add(new Receipt.Missing(
                            key.toString(),
                            ImageRun.damaged(java.util.Set.of(key)).get(0)));
                }
            }
        }
        return missing;
    }

    private static Receipt.Group group(GroupClaim claim, GroupClaim.Wanted wanted) {
        // rounded up, because a claim may be too modest but never too bold
        long skew = claim instanceof GroupClaim.Skewed skewed
                ? skewed.atMost().plusNanos(999_999).toMillis()
                : 0;
        return new Receipt.Group(Labels.of(claim), skew, Labels.of(wanted), claim.satisfies(wanted));
    }

    private List<Receipt.SnapshotTaken> snapshots() {
        return cycle.takes().stream()
                .map(take -> new Receipt.SnapshotTaken(
                        take.planned().provider(),
                        Labels.of(take.planned().grain()),
                        take.begun(),
                        take.ended(),
                        take.planned().sources().stream()
                                .map(source -> source.files().root().toString())
                                .toList()))
                .toList();
    }

    private List<Receipt.Phase> phases() {
        List<Receipt.Phase> phases = new ArrayList<>();
        cycle.phases()
                .forEach(phase -> phases.add(new Receipt.Phase(
                        phase.phase(), phase.begun(), phase.took().toNanos())));
        phases.add(new Receipt.Phase(
                "copy",
                copy.began(),
                java.time.Duration.between(copy.began(), copy.ended()).toNanos()));
        phases.sort(java.util.Comparator.comparing(Receipt.Phase::began));
        return phases;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>(storing.draft().remarks());
        copy.reports().forEach(report -> remarks.addAll(report.doubts()));
        if (base.base().isPresent() && storing.job().changedRanges().sample() == 0) {
            remarks.add("nothing of what was taken for unchanged was read and compared: the job's sample is 0");
        }
        for (ApplicationReport application : cycle.applications()) {
            application.problems().forEach(problem -> remarks.add(application.application() + ": " + problem));
            Optional<String> left = application
                    .absent()
                    .map(problem -> application.application()
                            + " dropped out; what of its files is stored belongs to no component");
            if (cycle.shape() == dev.stillframe.plan.Plan.Shape.HELD_COPY) {
                left.ifPresent(remarks::add);
            }
        }
        cycle.problems().forEach(problem -> remarks.add(problem.toString()));
        return remarks;
    }
}
