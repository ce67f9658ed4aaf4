// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.store.archive.ArchiveExport;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is stored. */
public final class Backups {
    private final Site site;

    public Backups(Site site) {
        this.site = site;
    }

    /** All backups of all destinations, oldest first; what cannot be read is named beside them. */
    public Shelf list() throws StillframeException {
        List<Entry> entries = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Destination destination : site.destinations()) {
            Destination.Listing listing = destination.list();
            problems.addAll(listing.problems());
            for (Published backup : listing.backups()) {
                try {
                    entries.add(new Entry(StoredBackups.receipt(backup), backup.storedBytes()));
                } catch (StillframeException e) {
                    problems.add(e.problem());
                }
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.receipt().began()));
        return new Shelf(entries, problems);
    }

    /** What other programs have stored in the repositories. */
    public List<Snapshot> foreign() throws StillframeException {
        return ForeignSnapshot.all(site).stream()
                .map(ForeignSnapshot::stored)
                .map(stored -> new Snapshot(
                        stored.id(), stored.time(), plain(stored.host()), plain(stored.paths()), plain(stored.tags())))
                .toList();
    }

    private static List<String> plain(List<String> foreign) {
        return foreign.stream().map(Backups::plain).toList();
    }

    /** What others wrote goes to a terminal, too: nothing in it steers that. */
    private static String plain(String foreign) {
        return foreign.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** @param id of the backup, a beginning of it, or {@code latest} */
    public Receipt show(String id) throws StillframeException {
        return StoredBackups.receipt(StoredBackups.find(StoredBackups.holder(site, id), id));
    }

    /**
     * Writes a backup into a file of its own; the ending of its name chooses the format.
     *
     * @return the file's size in bytes
     */
    public long export(String id, Path file) throws StillframeException {
        Destination destination = StoredBackups.holder(site, id);
        Published backup = StoredBackups.find(destination, id);
        try (StoredTree tree = destination.open(backup)) {
            return ArchiveExport.export(
                    tree, backup, file, new Progress(site.events(), "export", BackedUp.bytes(backup)), this::warn);
        } catch (IOException e) {
            throw Stores.failure(destination, e);
        }
    }

    private void warn(String remark) {
        site.events().on(new Event.Warned(new Problem("export.remark", remark, Retry.DOES_NOT_HELP, "")));
    }

    /** Backups, and problems with files that look like backups. */
    public record Shelf(List<Entry> backups, List<Problem> problems) {
        public Shelf {
            backups = List.copyOf(backups);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What another program stored.
     *
     * @param id by which that program calls it
     * @param paths what was asked for
     */
    public record Snapshot(String id, Instant time, String host, List<String> paths, List<String> tags) {
        public Snapshot {
            paths = List.copyOf(paths);
            tags = List.copyOf(tags);
        }
    }

    /** One backup of the shelf. */
    public record Entry(Receipt receipt, long storedBytes) {}
}
