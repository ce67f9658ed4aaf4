// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileFlags;
import dev.stillframe.platform.linux.FileStatus;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.tree.FileVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes bases of a cycle's snapshots, while they are still there: gives each the name under which it stays, protects it,
 * and notes what it is. What a crash leaves half done has the name of a base and is noted nowhere: it is removed like any
 * other that nobody knows.
 */
public final class Keeping {
    private final String job;
    private final String backup;
    private final Instant now;
    private final Predicate<SourcePath> wanted;

    /**
     * For one backup.
     *
     * @param wanted the files that the next backup will compare; clones of others are not worth their space
     */
    public Keeping(String job, String backup, Instant now, Predicate<SourcePath> wanted) {
        this.job = job;
        this.backup = backup;
        this.now = now;
        this.wanted = wanted;
    }

    /** Makes bases of those views that are snapshots of a kind that can be kept; the others are left as they are. */
    public List<KeptBase> keep(List<View> views) throws LinuxException {
        List<KeptBase> kept = new ArrayList<>();
        Map<SourcePath, List<View.Entry>> clones = new LinkedHashMap<>();
        for (View view : views) {
            if (view instanceof View.Mirror mirror) {
                Optional<BaseName> kind = BaseName.ofTaken(mirror.at()).filter(BaseName.SUBVOLUME::equals);
                if (kind.isPresent()) {
                    kept.add(subvolume(mirror));
                }
            } else if (view instanceof View.Listing listing) {
                collect(listing, clones);
            }
        }
        for (Map.Entry<SourcePath, List<View.Entry>> folder : clones.entrySet()) {
            kept.add(clones(folder.getKey(), folder.getValue()));
        }
        return kept;
    }

    private KeptBase subvolume(View.Mirror mirror) throws LinuxException {
        SourcePath place = renamed(mirror.at(), BaseName.SUBVOLUME);
        KeptBase base = new KeptBase(job, backup, mirror.source(), place, now, SubvolumeBase.identify(place));
        if (!BaseSnapshots.base(base).holds()) {
            throw new LinuxException(Errno.EROFS, "ioctl BTRFS_IOC_GET_SUBVOL_INFO", place + ": was written to");
        }
        return base;
    }

    private void collect(View.Listing listing, Map<SourcePath, List<View.Entry>> clones) {
        try (Stream<View.Entry> entries = listing.entries()) {
            entries.forEach(entry -> {
                Optional<SourcePath> folder =
                        entry.content().flatMap(SourcePath::parent).flatMap(SourcePath::parent);
                boolean kept = folder.flatMap(BaseName::ofTaken)
                        .filter(BaseName.CLONES::equals)
                        .isPresent();
                if (kept && wanted.test(entry.path())) {
                    clones.computeIfAbsent(folder.get(), key -> new ArrayList<>())
                            .add(entry);
                }
            });
        }
    }

    private KeptBase clones(SourcePath taken, List<View.Entry> entries) throws LinuxException {
        SourcePath place = renamed(taken, BaseName.CLONES);
        List<Base.File> files = new ArrayList<>();
        Set<SourcePath> places = new HashSet<>();
        for (View.Entry entry : entries) {
            SourcePath clone = entry.content().orElseThrow().moved(taken, place);
            places.add(clone);
            files.add(new Base.File(entry.path(), FileVersion.of(entry.metadata()), clone, sealed(clone)));
        }
        dropOthers(place, places);
        SourcePath top = place.parent().flatMap(SourcePath::parent).orElseThrow();
        long inode = FileStatus.of(place).inode();
        return new KeptBase(job, backup, top, place, now, new KeptBase.Clones(inode, files));
    }

    /** Protects a clone, where the filesystem can, and tells in which state it is from now on. */
    private static FileVersion sealed(SourcePath clone) throws LinuxException {
        try (OpenFile file = LinuxFiles.open(clone)) {
            try {
                FileFlags.setImmutable(file, true);
            } catch (LinuxException e) {
                if (!e.is(Errno.EPERM) && !e.is(Errno.EOPNOTSUPP) && !e.is(Errno.ENOTTY)) {
                    throw e; // without it the folder's mode is what protects it, and its times tell who wrote
                }
            }
            return FileVersion.of(file.metadata());
        }
    }

    private static void dropOthers(SourcePath place, Set<SourcePath> wanted) throws LinuxException {
        try (DirectoryHandle folder = DirectoryHandle.open(place)) {
            for (byte[] shelf : folder.list()) {
                if (folder.status(shelf).kind() == Metadata.Kind.FOLDER) {
                    try (DirectoryHandle clones = folder.folder(shelf)) {
                        for (byte[] clone : clones.list()) {
                            if (!wanted.contains(place.child(shelf).child(clone))) {
                                clones.remove(clone);
                            }
                        }
                    }
                }
            }
        }
    }

    private static SourcePath renamed(SourcePath taken, BaseName kind) throws LinuxException {
        SourcePath parent = taken.parent().orElseThrow();
        byte[] name = kind.kept(taken);
        try (DirectoryHandle folder = DirectoryHandle.open(parent)) {
            folder.rename(taken.name(), folder, name);
            folder.sync();
        }
        return parent.child(name);
    }
}
