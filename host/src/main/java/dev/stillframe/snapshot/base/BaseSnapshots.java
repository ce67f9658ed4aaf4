// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.platform.linux.BtrfsSubvolume;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileFlags;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.snapshot.SnapshotFolder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Bases as they lie on the disks: found, opened, removed. Any thread. */
public final class BaseSnapshots {
    private static final Set<String> FILE_SYSTEMS = Set.of("btrfs", "xfs");

    private BaseSnapshots() {}

    static Base base(KeptBase kept) {
        return kept.identity() instanceof KeptBase.Subvolume subvolume
                ? new SubvolumeBase(kept, subvolume)
                : new ClonesBase(kept, (KeptBase.Clones) kept.identity());
    }

    /** Those of one backup together. */
    public static Base joined(List<KeptBase> kept) {
        return new JoinedBase(kept.stream().map(BaseSnapshots::base).toList());
    }

    /** Why a base cannot be compared with these views; empty if it can. */
    public static Optional<String> obstacle(KeptBase kept, List<View> views) {
        if (!base(kept).holds()) {
            return Optional.of(kept.place() + " is not there any more, or is not what was kept");
        }
        if (kept.identity() instanceof KeptBase.Subvolume subvolume) {
            for (View view : views) {
                if (view instanceof View.Mirror mirror && mirror.source().equals(kept.source())) {
                    return isOf(subvolume, mirror.at())
                            ? Optional.empty()
                            : Optional.of(kept.source() + " is another subvolume than the one that was kept");
                }
            }
            return Optional.of("no snapshot shows " + kept.source());
        }
        return Optional.empty(); // every clone is held against its own state, on its own device
    }

    private static boolean isOf(KeptBase.Subvolume base, SourcePath snapshot) {
        try {
            return SubvolumeBase.identity(snapshot).parent().equals(base.parent());
        } catch (LinuxException e) {
            return false;
        }
    }

    /** Everything on these volumes that has the name of a base of this owner. */
    public static Set<SourcePath> find(String owner, List<Volume> volumes) throws LinuxException {
        Set<SourcePath> found = new TreeSet<>();
        for (Volume volume : volumes) {
            if (FILE_SYSTEMS.contains(volume.fileSystem())) {
                findIn(volume.mountPoint(), owner, found);
            }
            if (volume.fileSystem().equals("btrfs")) {
                Optional<SourcePath> top = rootOf(volume);
                if (top.isPresent()) {
                    findBelow(top.get(), owner, found);
                }
            }
        }
        return found;
    }

    private static Optional<SourcePath> rootOf(Volume volume) throws LinuxException {
        try {
            return BtrfsSubvolume.rootOf(volume.mountPoint());
        } catch (LinuxException e) {
            if (e.vanished()) {
                return Optional.empty(); // unmounted meanwhile
            }
            throw e;
        }
    }

    private static void findBelow(SourcePath subvolume, String owner, Set<SourcePath> found) throws LinuxException {
        SourcePath own = SnapshotFolder.in(subvolume);
        findIn(subvolume, owner, found);
        for (SourcePath path : BtrfsSubvolume.visibleBelow(subvolume)) {
            if (!path.startsWith(own)) {
                findBelow(path, owner, found);
            }
        }
    }

    private static void findIn(SourcePath top, String owner, Set<SourcePath> found) throws LinuxException {
        SnapshotFolder.list(top).stream()
                .map(SnapshotFolder.in(top)::child)
                .filter(place -> BaseName.ofKept(place).isPresent())
                .filter(place -> BaseName.owner(place).filter(owner::equals).isPresent())
                .forEach(found::add);
    }

    /**
     * Removes a base; one that is not there is removed.
     *
     * @throws LinuxException EPERM if it has not the name of a base of this owner
     */
    public static void remove(String owner, SourcePath place) throws LinuxException {
        boolean ours = BaseName.ofKept(place).isPresent()
                && BaseName.owner(place).filter(owner::equals).isPresent();
        if (!ours) {
            throw new LinuxException(
                    Errno.EPERM, "unlinkat", place + ": its name does not say that it is a base of " + owner);
        }
        try (DirectoryHandle folder = DirectoryHandle.open(place.parent().orElseThrow())) {
            if (BtrfsSubvolume.isRoot(folder.status(place.name()))) {
                BtrfsSubvolume.remove(folder, place.name());
            } else {
                removeFolder(folder, place.name());
            }
        } catch (LinuxException e) {
            if (!e.vanished()) {
                throw e;
            }
        }
    }

    /** Never follows a link. */
    private static void removeFolder(DirectoryHandle parent, byte[] name) throws LinuxException {
        try (DirectoryHandle folder = parent.folder(name)) {
            for (byte[] entry : folder.list()) {
                if (folder.status(entry).kind() == Metadata.Kind.FOLDER) {
                    removeFolder(folder, entry);
                } else {
                    removeFile(folder, entry);
                }
            }
        }
        parent.removeFolder(name);
    }

    private static void removeFile(DirectoryHandle folder, byte[] name) throws LinuxException {
        try {
            folder.remove(name);
        } catch (LinuxException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            try (OpenFile file = folder.file(name)) {
                FileFlags.setImmutable(file, false);
            }
            folder.remove(name);
        }
    }
}
