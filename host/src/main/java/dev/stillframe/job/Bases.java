// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.config.Job;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.reader.Image;
import dev.stillframe.snapshot.base.BaseSnapshots;
import dev.stillframe.snapshot.base.Keeping;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Selection;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The snapshots that stay after their backup: which one a backup is compared with, and which one it leaves. */
final class Bases {
    private final Site site;
    private final String owner;

    Bases(Site site, String owner) {
        this.site = site;
        this.owner = owner;
    }

    /**
     * What a backup is compared with.
     *
     * @param base empty if there is nothing that it could be compared with
     * @param backup which backup that is the image of; empty without one
     * @param reason why there is none; empty if there is one
     */
    record Chosen(Optional<Base> base, String backup, String reason) {
        static Chosen none(String reason) {
            return new Chosen(Optional.empty(), "", reason);
        }

        /** Asked when all was read, before it is published. */
        void check() throws StillframeException {
            if (base.isPresent() && !base.get().holds()) {
                throw new StillframeException(
                        "backup.base-changed",
                        "the snapshot that was kept of backup " + backup + " was changed or removed during the backup",
                        Retry.HELPS,
                        "the next backup reads everything; find out who changes what lies in .stillframe-snapshots");
            }
        }
    }

    /** Chooses the base of the parent. What was kept and cannot be used is told, and what to read then is everything. */
    Chosen choose(Job job, Optional<Destination.Published> parent, List<View> views) throws StillframeException {
        if (!site.system().keepsBases()) {
            return Chosen.none("no snapshot can be kept on this system");
        }
        if (!job.changedRanges().keepBase()) {
            return Chosen.none("keep-base is off");
        }
        Optional<String> distrusted = site.catalog().distrusted(job.name());
        if (distrusted.isPresent()) {
            return Chosen.none(distrusted.get());
        }
        List<KeptBase> kept = ofJob(job);
        if (parent.isEmpty() || kept.isEmpty()) {
            return Chosen.none("no snapshot was kept of the backup before");
        }
        String id = parent.get().label().id();
        List<KeptBase> usable = new ArrayList<>();
        String reason = "";
        for (KeptBase base : kept) {
            Optional<String> obstacle = base.backup().equals(id)
                    ? BaseSnapshots.obstacle(base, views)
                    : Optional.of(base.place() + " is of backup " + base.backup() + ", not of the latest, " + id);
            if (obstacle.isPresent()) {
                reason = obstacle.get();
                site.warn(new Problem(
                        "backup.base-unusable",
                        "what was kept cannot be compared with: " + reason,
                        Retry.HELPS,
                        "its files are read whole; a new snapshot is kept after this backup"));
            } else {
                usable.add(base);
            }
        }
        return usable.isEmpty()
                ? Chosen.none(reason)
                : new Chosen(Optional.of(BaseSnapshots.joined(usable)), id, reason);
    }

    private List<KeptBase> ofJob(Job job) throws StillframeException {
        return site.catalog().bases().stream()
                .filter(base -> base.job().equals(job.name()))
                .toList();
    }

    /**
     * Keeps the snapshots of a backup that is stored, while its cycle still has them, and removes those that were kept
     * before. A failure costs the next backup time, and nothing else: it is a warning.
     *
     * @param changed how many bytes changed since the backup before; empty if that is not known
     */
    void keep(Job job, String backup, Image image, Optional<Long> changed) {
        if (!site.system().keepsBases()) {
            return;
        }
        try {
            List<KeptBase> before = ofJob(job);
            Predicate<SourcePath> paged = paged(image);
            List<KeptBase> kept = List.of();
            if (job.changedRanges().keepBase() && hasPages(image) && roomFor(job, image.views(), changed)) {
                kept = new Keeping(job.name(), backup, site.clock().instant(), paged).keep(image.views());
            }
            site.catalog().replaceBases(job.name(), kept);
            for (KeptBase old : before) { // one by one: what a filesystem frees in the background slows down everybody
                BaseSnapshots.remove(owner, old.place());
            }
        } catch (IOException e) {
            site.warn(new Problem(
                    "backup.base-not-kept",
                    "the snapshot could not be kept for the next backup: " + e.getMessage(),
                    Retry.HELPS,
                    "the next backup reads changed files whole; what is half kept is removed when it begins"));
            forget(job);
        } catch (StillframeException e) {
            site.warn(e.problem());
        }
    }

    /** What was kept before can be compared with nothing any more, and only pins space: the next start removes it. */
    private void forget(Job job) {
        try {
            site.catalog().replaceBases(job.name(), List.of());
        } catch (StillframeException e) {
            site.warn(e.problem());
        }
    }

    private static boolean hasPages(Image image) {
        return image.components().stream()
                .flatMap(component -> component.sources().stream())
                .anyMatch(source -> source.files().pageSize().isPresent());
    }

    private static Predicate<SourcePath> paged(Image image) {
        List<Selection> selections = image.components().stream()
                .flatMap(component -> component.sources().stream())
                .filter(source -> source.files().pageSize().isPresent())
                .map(source -> Selection.of(source.files()))
                .toList();
        Set<SourcePath> roots = new HashSet<>();
        image.components().stream()
                .flatMap(component -> component.sources().stream())
                .filter(source -> source.files().pageSize().isPresent())
                .forEach(source -> roots.add(source.files().root()));
        return path -> roots.contains(path) || selections.stream().anyMatch(selection -> selection.takes(path));
    }

    private boolean roomFor(Job job, List<View> views, Optional<Long> changed) throws IOException {
        for (View view : views) {
            Path shown = Path.of(view.source().toString());
            if (!Files.exists(shown)) {
                continue;
            }
            if (isShort(shown, job)) {
                site.warn(new Problem(
                        "backup.base-no-room",
                        view.source() + ": no snapshot is kept for the next backup: less than "
                                + job.changedRanges().minFree() + " % of the volume is free",
                        Retry.UNKNOWN,
                        "make room, or lower changed-ranges: min-free"));
                return false;
            }
            if (changed.isPresent()) {
                long free = Files.getFileStore(shown).getUsableSpace();
                long most = free / 100 * job.changedRanges().maxSpace();
                if (changed.get() > most) {
                    site.warn(new Problem(
                            "backup.base-too-large",
                            view.source() + ": no snapshot is kept for the next backup: " + changed.get()
                                    + " bytes changed since the last one, and it may take " + most + " of " + free
                                    + " that are free",
                            Retry.UNKNOWN,
                            "make room, back up more often, or raise changed-ranges: max-space"));
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the volume of a folder has less room than a kept snapshot may leave. */
    private static boolean isShort(Path folder, Job job) throws IOException {
        FileStore volume = Files.getFileStore(folder);
        return volume.getUsableSpace()
                < volume.getTotalSpace() / 100 * job.changedRanges().minFree();
    }

    /** Notes that the job's base, or its latest backup, is not what it should be: the next backup reads everything. */
    void distrust(Job job, Problem why) {
        try {
            site.catalog().distrust(job.name(), why.message());
        } catch (StillframeException e) {
            site.warn(e.problem());
        }
    }

    /** A backup that took nothing for unchanged is stored: the next one may be compared again. */
    void trust(Job job) {
        try {
            site.catalog().trust(job.name());
        } catch (StillframeException e) {
            site.warn(e.problem());
        }
    }

    /**
     * Removes what nobody needs: bases that are noted nowhere, of jobs that keep none any more, and those that are too old.
     *
     * @param volumes where to look
     * @return one line for each
     */
    List<String> sweep(List<Volume> volumes) throws StillframeException {
        List<String> done = new ArrayList<>();
        try {
            Set<SourcePath> wanted = new HashSet<>();
            for (KeptBase base : site.catalog().bases()) {
                Optional<String> why = unwanted(base);
                if (why.isPresent()) {
                    site.catalog().forgetBase(base.place());
                    BaseSnapshots.remove(owner, base.place());
                    done.add("removed the snapshot " + base.place() + " that was kept for job " + base.job() + ": "
                            + why.get());
                } else {
                    wanted.add(base.place());
                }
            }
            for (SourcePath place : BaseSnapshots.find(owner, volumes)) {
                if (!wanted.contains(place)) {
                    BaseSnapshots.remove(owner, place);
                    done.add("removed the snapshot " + place + ", which no backup is compared with");
                }
            }
        } catch (IOException e) {
            throw new StillframeException(
                    "recover.base",
                    "a snapshot that was kept could not be removed: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "",
                    e);
        }
        return done;
    }

    private Optional<String> unwanted(KeptBase base) throws IOException {
        Job job = site.configuration().jobs().get(base.job());
        if (job == null) {
            return Optional.of("there is no such job any more");
        }
        if (!job.changedRanges().keepBase()) {
            return Optional.of("keep-base is off");
        }
        boolean old = base.kept()
                .plus(job.changedRanges().maxAge())
                .isBefore(site.clock().instant());
        if (old) {
            return Optional.of("it is older than max-age");
        }
        Path shown = Path.of(base.source().toString());
        return Files.exists(shown) && isShort(shown, job)
                ? Optional.of("less than min-free of its volume is free")
                : Optional.empty();
    }
}
