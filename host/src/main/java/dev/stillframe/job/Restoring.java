// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer.RestoreReport;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.RestoreTreeReport.Lost;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.call.BoundedRestorer;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Brings a backup back: asks each writer before, writes the files, and lets each writer finish. */
public final class Restoring {
    private static final Duration CALL_LIMIT = Duration.ofMinutes(30);

    private final Site site;

    public Restoring(Site site) {
        this.site = site;
    }

    /**
     * Restores; see {@link Order}.
     *
     * @throws StillframeException if nothing was written, or the target failed; what a single file or a single
     *     application lacks is in the result
     */
    public Result run(Order order) throws StillframeException {
        Optional<ForeignSnapshot> foreign = ForeignSnapshot.find(site, order.id());
        if (foreign.isPresent()) {
            return new ForeignRestoring(site, foreign.get()).run(order);
        }
        Destination destination = StoredBackups.holder(site, order.id());
        Published backup = StoredBackups.find(destination, order.id());
        Receipt receipt = StoredBackups.receipt(backup);
        List<ApplicationReceipt> applications = wanted(receipt, order);
        TreeRestorer.checkTarget(
                order.target(), order.intoNonEmpty(), backup.label().id());
        List<Part> parts = new ArrayList<>();
        try (NativeRestoring natives = natives(destination, backup, applications, order)) {
            for (ApplicationReceipt application : applications) {
                parts.add(open(application, order, natives));
            }
            for (Part part : parts) {
                Faults.result(
                        "application " + part.application().name(),
                        part.restorer().before(CALL_LIMIT));
            }
            natives.before();
            natives.begun();
            RestoreTreeReport tree = write(destination, backup, applications, order);
            Optional<Problem> failed = natives.after(applications, tree);
            List<ApplicationResult> results = new ArrayList<>();
            for (Part part : parts) {
                results.add(finish(part, tree, natives, failed));
            }
            return new Result(
                    backup.label().id(),
                    tree.files(),
                    tree.bytes(),
                    texts(tree.damaged()),
                    texts(tree.notRestored()),
                    tree.altered(),
                    results);
        } finally {
            parts.forEach(part -> part.restorer().close());
        }
    }

    private static List<ApplicationReceipt> wanted(Receipt receipt, Order order) throws StillframeException {
        List<ApplicationReceipt> applications = receipt.applications().stream()
                .filter(application ->
                        order.application().map(application.name()::equals).orElse(true))
                .toList();
        if (applications.isEmpty()) {
            throw new StillframeException(
                    "restore.application",
                    "backup " + receipt.id() + " has no application "
                            + order.application().orElse("at all"),
                    Retry.DOES_NOT_HELP,
                    "`stillframe show " + receipt.id() + "` names those that it has");
        }
        return applications;
    }

    /** Only in place: writers know their files where they are. */
    private NativeRestoring natives(
            Destination destination, Published backup, List<ApplicationReceipt> applications, Order order)
            throws StillframeException {
        Optional<NativeRestore.Opening> opening = site.system().nativeRestores(site.clock());
        if (opening.isEmpty()
                || !order.inPlace()
                || !site.system().target(order.target()).isRoot()) {
            return NativeRestoring.none();
        }
        try (StoredTree tree = destination.open(backup)) {
            return NativeRestoring.open(opening.get(), tree, applications);
        } catch (IOException e) {
            throw Stores.failure(destination, e);
        }
    }

    private Part open(ApplicationReceipt application, Order order, NativeRestoring natives) throws StillframeException {
        BoundedFactory factory = Writers.factory(site, application.writer());
        RestoreRequest request = new RestoreRequest(
                BackedUp.components(application).stream()
                        .map(component -> natives.described(application, component))
                        .toList(),
                site.system().target(order.target()),
                order.inPlace());
        BoundedRestorer restorer = Faults.result(
                "application " + application.name(),
                factory.restorer(request, site.context(application.name()), CALL_LIMIT));
        return new Part(application, restorer);
    }

    private RestoreTreeReport write(
            Destination destination, Published backup, List<ApplicationReceipt> applications, Order order)
            throws StillframeException {
        // what belongs to no application of the receipt has no writer that could bring it into order: it stays stored
        Predicate<SourcePath> wanted = BackedUp.pathsOf(applications);
        try (StoredTree tree = destination.open(backup)) {
            return TreeRestorer.restore(
                    tree,
                    new TreeRestorer.Order(
                            order.target(),
                            wanted,
                            order.intoNonEmpty(),
                            backup.label().id()),
                    new Progress(site.events(), "restore", BackedUp.bytes(applications)));
        } catch (IOException e) {
            throw Stores.failure(destination, e);
        }
    }

    /**
     * The files are there whatever the writer says now, so its failure is part of the result. What a writer says is to be
     * done next holds only for an application that has all its files.
     */
    private static ApplicationResult finish(
            Part part, RestoreTreeReport tree, NativeRestoring natives, Optional<Problem> failed) {
        String name = part.application().name();
        Optional<Problem> lost = RestoreLosses.of(part.application(), tree)
                .or(() -> failed.filter(problem -> natives.concerns(part.application())));
        try {
            RestoreReport report =
                    Faults.result("application " + name, part.restorer().after(CALL_LIMIT));
            List<String> changes = new ArrayList<>(lost.isPresent() ? List.of() : natives.changes(part.application()));
            changes.addAll(report.changes());
            return new ApplicationResult(name, changes, lost.isPresent() ? List.of() : report.nextSteps(), lost);
        } catch (StillframeException e) {
            return new ApplicationResult(name, List.of(), List.of(), Optional.of(e.problem()));
        }
    }

    static List<String> texts(List<Lost> lost) {
        return lost.stream().map(Lost::toString).toList();
    }

    private record Part(ApplicationReceipt application, BoundedRestorer restorer) {}

    /**
     * What to restore and to where.
     *
     * @param id of the backup, a beginning of it, {@code latest}, or that of a snapshot which another program made
     * @param target every file comes to lie below it under its real path
     * @param application only this one; empty means all
     * @param inPlace the application's pointers stay as they were: it may reach what production reaches
     * @param intoNonEmpty what is there may be replaced
     */
    public record Order(String id, Path target, Optional<String> application, boolean inPlace, boolean intoNonEmpty) {}

    /**
     * What came back.
     *
     * @param damaged files whose stored bytes are not what was backed up; they were not restored
     * @param notRestored entries that are not there now, or not whole, and why
     * @param altered what entries that are there could not be given, and why
     * @param applications what each writer did and what is left to do
     */
    public record Result(
            String id,
            long files,
            long bytes,
            List<String> damaged,
            List<String> notRestored,
            List<String> altered,
            List<ApplicationResult> applications) {
        public Result {
            damaged = List.copyOf(damaged);
            notRestored = List.copyOf(notRestored);
            altered = List.copyOf(altered);
            applications = List.copyOf(applications);
        }
    }

    /**
     * One application's part.
     *
     * @param nextSteps empty with a problem
     * @param problem what it lacks, or why its writer could not finish; what was restored must then not be started
     */
    public record ApplicationResult(
            String name, List<String> changes, List<String> nextSteps, Optional<Problem> problem) {
        public ApplicationResult {
            changes = List.copyOf(changes);
            nextSteps = List.copyOf(nextSteps);
        }
    }
}
