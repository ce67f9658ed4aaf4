// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.config.Application.OnDamage;
import dev.stillframe.config.Job;
import dev.stillframe.consistency.Verification;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.CycleReport.ApplicationReport;
import dev.stillframe.cycle.CycleReport.ComponentReport;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.reader.ComponentKey;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.Late;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.ReceiptJson;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One backup on its way into the destination. */
record Storing(Site site, Job job, Plan plan, BackupName name, Draft draft) {

    /** The components of those applications that are still part of the cycle. */
    List<ImageComponent> components(Set<String> applications) {
        List<ImageComponent> components = new ArrayList<>();
        for (PlannedApplication application : plan.applications()) {
            if (applications.contains(application.name())) {
                for (PlannedComponent planned : application.components()) {
                    components.add(new ImageComponent(
                            application.name(), planned.component(), planned.grain(), planned.sources()));
                }
            }
        }
        return components;
    }

    /** Tells the draft what is to come, and which of its parent's files are good enough. */
    void begin() throws StillframeException {
        List<SourcePath> roots = plan.applications().stream()
                .flatMap(application -> application.components().stream())
                .flatMap(component -> component.sources().stream())
                .map(source -> source.files().root())
                .distinct()
                .sorted()
                .toList();
        draft.expect(new Draft.Expected(roots, mayKeep(), job.changedRanges().sample() / 100));
    }

    private Predicate<SourcePath> mayKeep() throws StillframeException {
        Optional<Destination.Published> parent = draft.parent();
        if (parent.isEmpty() || site.catalog().distrusted(job.name()).isPresent()) {
            return path -> false;
        }
        try {
            return BackedUp.sound(StoredBackups.receipt(parent.get()));
        } catch (StillframeException e) {
            site.warn(e.problem()); // what does not say what it is worth is worth nothing: everything is read
            return path -> false;
        }
    }

    static List<Late> late(Map<String, Gathered> gathered) {
        List<Late> late = new ArrayList<>();
        new TreeMap<>(gathered)
                .forEach((application, all) -> all.files().forEach(file -> late.add(new Late(application, file))));
        return late;
    }

    /** What the system's own writers want back at a restore. */
    static List<Late> documents(Map<String, List<LateFile>> documents) {
        List<Late> late = new ArrayList<>();
        new TreeMap<>(documents)
                .forEach((application, files) -> files.forEach(file -> late.add(new Late(application, file))));
        return late;
    }

    /** Damaged components whose application does not want damage in its backup. */
    Set<ComponentKey> refused(CycleReport report) throws StillframeException {
        Set<ComponentKey> refused = new TreeSet<>(java.util.Comparator.comparing(ComponentKey::toString));
        for (ApplicationReport application : report.applications()) {
            boolean refuses = site.application(application.application()).onDamage() == OnDamage.REFUSE;
            for (ComponentReport component : application.components()) {
                if (refuses
                        && component.verification().map(Verification::damaged).orElse(false)) {
                    refused.add(new ComponentKey(application.application(), component.id()));
                }
            }
        }
        return refused;
    }

    /** Where the job's backups are. */
    Destination destination() {
        return site.destination(job);
    }

    /** Begins to copy: from now on the job's limit counts. */
    TimedCopy copy() {
        return new TimedCopy(site.clock(), destination(), job.copyTimeout());
    }

    /** Makes the backup visible. */
    Backup.Result publish(Receipt receipt) throws StillframeException {
        Destination.Published published = draft.publish(ReceiptJson.write(receipt));
        return new Backup.Result.Stored(receipt, published.storedBytes());
    }

    /** What may be reported as stored: whole, judged and not damaged. */
    static Map<String, Set<ComponentId>> completable(Receipt receipt) {
        Map<String, Set<ComponentId>> stored = new TreeMap<>();
        for (Receipt.ApplicationReceipt application : receipt.applications()) {
            Set<ComponentId> good = new TreeSet<>();
            for (Receipt.ComponentReceipt component : application.components()) {
                String result = component.verification().result();
                boolean judged = result.equals("sound") || result.equals("unverifiable");
                if (judged && component.read().whole()) {
                    good.add(new ComponentId(component.id()));
                }
            }
            stored.put(application.name(), good);
        }
        return stored;
    }
}
