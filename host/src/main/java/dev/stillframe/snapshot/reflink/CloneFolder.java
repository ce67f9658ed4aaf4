// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.platform.linux.Reflink;
import dev.stillframe.snapshot.SnapshotFolder;
import dev.stillframe.snapshot.SnapshotName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the clones of one set lie: {@code MOUNT/.stillframe-snapshots/cl.OWNER.CYCLE.DEADLINE.N/SHELF/NUMBER}. Several
 * shelves, because making files in one folder is done by one thread at a time. Clones may be made by several threads.
 */
final class CloneFolder implements AutoCloseable {
    private static final byte[] EMPTY = bytes("empty");
    private static final byte[] REHEARSAL = bytes("rehearsal");

    private final SourcePath place;
    private final DirectoryHandle folder;
    private final List<DirectoryHandle> shelves = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();

    /** A file as it was at its instant. */
    record Clone(SourcePath place, long size) {}

    private CloneFolder(SourcePath place, DirectoryHandle folder) {
        this.place = place;
        this.folder = folder;
    }

    static CloneFolder make(SourcePath mountPoint, SnapshotName name, int shelves) throws LinuxException {
        try (DirectoryHandle own = SnapshotFolder.open(mountPoint)) {
            own.makeFolder(name.bytes(), 0700);
            SourcePath place = SnapshotFolder.in(mountPoint).child(name.bytes());
            CloneFolder made = new CloneFolder(place, own.folder(name.bytes()));
            try {
                made.furnish(shelves);
            } catch (LinuxException e) {
                made.close();
                throw e;
            }
            return made;
        }
    }

    private void furnish(int count) throws LinuxException {
        for (int i = 0; i < count; i++) {
            folder.makeFolder(shelf(i), 0700);
            shelves.add(folder.folder(shelf(i)));
        }
        folder.create(EMPTY, 0600).close();
    }

    /** Makes a file to rehearse with, and opens it. */
    OpenFile rehearsal() throws LinuxException {
        try (NewFile file = folder.create(REHEARSAL, 0600)) {
            file.write(ByteBuffer.allocate(4096), 0);
            file.sync();
        }
        return folder.file(REHEARSAL);
    }

    /** @param size what the file's status said: an empty one needs no clone of its own */
    Clone clone(OpenFile file, long size) throws LinuxException {
        if (size == 0) {
            return new Clone(place.child(EMPTY), 0);
        }
        long number = next.getAndIncrement();
        int shelf = (int) (number % shelves.size());
        byte[] name = bytes(Long.toString(number));
        try (NewFile clone = shelves.get(shelf).create(name, 0600)) {
            Reflink.clone(file, clone);
            return new Clone(
                    place.child(shelf(shelf)).child(name), clone.status().size());
        }
    }

    DirectoryHandle handle() {
        return folder;
    }

    private static byte[] shelf(int number) {
        return bytes("shelf" + number);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        shelves.forEach(DirectoryHandle::close);
        folder.close();
    }
}
