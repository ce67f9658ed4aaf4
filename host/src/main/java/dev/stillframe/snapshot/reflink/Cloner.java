// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Notes every entry and clones every file. */
final class Cloner implements SourceWalk.Visitor {
    private final CloneFolder folder;
    private final Check check;
    private final ConcurrentLinkedQueue<View.Entry> entries = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<SourcePath> vanished = new ConcurrentLinkedQueue<>();
    private final Map<FileId, CloneFolder.Clone> linked = new HashMap<>();

    /** What identifies a file that has several names. */
    private record FileId(long device, long inode) {}

    /** Asked before every file: throws if cloning has to stop. */
    interface Check {
        void run() throws SnapshotException;
    }

    Cloner(CloneFolder folder, Check check) {
        this.folder = folder;
        this.check = check;
    }

    @Override
    public void entry(SourcePath path, Metadata metadata) {
        entries.add(new View.Entry(path, metadata, Optional.empty()));
    }

    /**
     * The metadata is noted before the clone is made: should somebody write in between, the next backup sees that the
     * time is another one and reads the file again. The size is the clone's.
     */
    @Override
    public void file(SourcePath path, OpenFile file) throws LinuxException, SnapshotException {
        check.run();
        Metadata metadata = file.metadata();
        CloneFolder.Clone clone = metadata.links() > 1 ? once(file, metadata) : folder.clone(file, metadata.size());
        entries.add(new View.Entry(path, withSize(metadata, clone.size()), Optional.of(clone.place())));
    }

    private CloneFolder.Clone once(OpenFile file, Metadata metadata) throws LinuxException {
        FileId id = new FileId(metadata.device(), metadata.inode());
        synchronized (linked) {
            CloneFolder.Clone clone = linked.get(id);
            if (clone == null) {
                clone = folder.clone(file, metadata.size());
                linked.put(id, clone);
            }
            return clone;
        }
    }

    @Override
    public void vanished(SourcePath path) {
        vanished.add(path);
    }

    /** What was noted so far, for one file set, and forgets it; the links stay known for the next one. */
    ClonedFiles listing(SourcePath root) {
        ClonedFiles files = ClonedFiles.of(root, entries, vanished);
        entries.clear();
        vanished.clear();
        return files;
    }

    private static Metadata withSize(Metadata of, long size) {
        if (of.size() == size) {
            return of;
        }
        return new Metadata(
                of.kind(),
                of.permissions(),
                of.uid(),
                of.gid(),
                size,
                of.modified(),
                of.changed(),
                of.device(),
                of.inode(),
                of.links(),
                of.special(),
                of.linkTarget(),
                of.attributes());
    }
}
