// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.store.restic.KeyRing;
import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.check.CheckReport;
import dev.stillframe.store.restic.check.RepositoryCheck;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.prune.Prune;
import dev.stillframe.store.restic.prune.PruneReport;
import dev.stillframe.store.restic.prune.PruneSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is done with a repository as such, and not with a backup in it. */
public final class RepositoryWork {
    /** What was not written to for so long has no writer any more, whatever it was. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Site site;
    private final ConfiguredRepository place;

    /** @param job whose repository is meant; empty for the configuration's */
    public RepositoryWork(Site site, Optional<String> job) throws StillframeException {
        this.site = site;
        this.place = site.repository(job);
    }

    public String location() {
        return place.location();
    }

    /**
     * Checks keys, snapshots, indexes, packs and trees.
     *
     * @param percent of the packs that are read and proved byte by byte, 0 to 100
     */
    public Checked check(int percent) throws StillframeException {
        return LockedRepository.toRead(place, repository -> {
            CheckReport report = new RepositoryCheck(repository, new Progress(site.events(), "verify", 0)).run(percent);
            return new Checked(
                    location(),
                    report.snapshots(),
                    report.blobs(),
                    report.packs(),
                    report.packsRead(),
                    report.bytesRead(),
                    report.damages(),
                    report.remarks());
        });
    }

    /**
     * Removes what no backup needs.
     *
     * @param mostUnused how many per cent of what is needed may stay unneeded in packs
     * @param dryRun only tells what would be removed
     */
    public Pruned prune(double mostUnused, boolean dryRun) throws StillframeException {
        if (dryRun) {
            return LockedRepository.toRead(
                    place,
                    repository -> pruned(Prune.forecast(repository, new PruneSettings(mostUnused)), true, List.of()));
        }
        return LockedRepository.with(place, true, open -> {
            PruneReport report = new Prune(
                            open.repository(),
                            open.lock(),
                            new PruneSettings(mostUnused),
                            new Progress(site.events(), "prune", 0))
                    .run();
            List<String> leftovers = open.repository().backend().sweep(LEFT_BEHIND);
            return pruned(report, false, leftovers);
        });
    }

    private Pruned pruned(PruneReport report, boolean dryRun, List<String> leftovers) {
        return new Pruned(
                location(), dryRun, report.packsRemoved(), report.packsRepacked(), report.bytesFreed(), leftovers);
    }

    /** The keys, the oldest first. */
    public List<Key> keys() throws StillframeException {
        return LockedRepository.without(place, RepositoryWork::keys);
    }

    /** Adds a password. */
    public List<Key> addKey(Path passwordFile) throws StillframeException {
        char[] password = RepositoryPassword.fromFile(passwordFile);
        try {
            return LockedRepository.with(place, false, open -> {
                FileId unused =
                        open.repository().keys().add(password, System.getProperty("user.name", ""), site.host());
                return keys(open.repository());
            });
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** @param id whole, or a beginning that only one has */
    public List<Key> removeKey(String id) throws StillframeException {
        return LockedRepository.with(place, true, open -> {
            open.repository().keys().remove(find(open.repository(), id));
            return keys(open.repository());
        });
    }

    /**
     * Removes locks whose holders are gone. Returns a line for each.
     *
     * @param all also of those that may be at work
     */
    public List<String> unlock(boolean all) throws StillframeException {
        return LockedRepository.without(place, repository -> new Locks(repository, LockTiming.standard()).unlock(all));
    }

    private static List<Key> keys(Repository repository) throws IOException {
        return repository.keys().list().stream()
                .map(key -> new Key(key.id().toString(), key.created(), key.username(), key.hostname(), key.current()))
                .sorted(Comparator.comparing(Key::created).thenComparing(Key::id))
                .toList();
    }

    private static FileId find(Repository repository, String id) throws IOException {
        List<FileId> matching = repository.keys().list().stream()
                .map(KeyRing.Entry::id)
                .filter(key -> key.toString().startsWith(id))
                .toList();
        if (matching.size() != 1) {
            throw new RepositoryException(new Problem(
                    "key.unknown",
                    (matching.isEmpty() ? "no key's name begins with " : "more than one key's name begins with ") + id,
                    Retry.DOES_NOT_HELP,
                    "`stillframe key list` shows all of them"));
        }
        return matching.get(0);
    }

    /**
     * What a check came to.
     *
     * @param packsRead those whose every byte was proved
     * @param damages each names what is damaged; empty means that all is well
     * @param remarks what takes space and does no harm
     */
    public record Checked(
            String location,
            long snapshots,
            long blobs,
            long packs,
            long packsRead,
            long bytesRead,
            List<Problem> damages,
            List<Problem> remarks) {
        public Checked {
            damages = List.copyOf(damages);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * What a prune did.
     *
     * @param dryRun whether it only tells what it would do
     * @param leftovers of killed writers, that were removed too
     */
    public record Pruned(
            String location,
            boolean dryRun,
            long packsRemoved,
            long packsRepacked,
            long bytesFreed,
            List<String> leftovers) {
        public Pruned {
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * A key.
     *
     * @param current whether the repository was opened with it just now
     */
    public record Key(String id, Instant created, String username, String hostname, boolean current) {}
}
