// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says that a draft's process is alive: an advisory lock on a file of its own, which the kernel lets go with the
 * process, see fcntl(2), F_SETLK. Not on the archive itself: closing any descriptor of a file drops the process's locks
 * on it, and an archive is read back while it is written. For the same reason this process's own locks are kept in a set
 * and never probed.
 */
final class DraftLock implements Closeable {
    private static final Set<Path> OURS = new HashSet<>();

    private final Path path;
    private final FileChannel channel;

    private DraftLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Locks a draft; empty if someone living holds it. */
    static Optional<DraftLock> acquire(DraftFiles draft) throws IOException {
        Path real = draft.folder().toRealPath().resolve(draft.lock().getFileName());
        synchronized (OURS) {
            if (OURS.contains(real)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null && Files.exists(real)) { // a sweep may have removed it before we locked it
                OURS.add(real);
                return Optional.of(new DraftLock(real, channel));
            }
            channel.close();
            return Optional.empty();
        }
    }

    /** Removes the file, then lets go. */
    void remove() throws IOException {
        Files.deleteIfExists(path);
        close();
    }

    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            OURS.remove(path);
            channel.close();
        }
    }
}
