// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Held by the one living process that works on a state directory. It is a lock of the system on the file {@code lock},
 * see fcntl(2): it ends with its process. Who holds it is written beside it, into {@code lock.holder}.
 */
final class StateLock implements StateDirectory.Occupied {
    /**
     * What this process holds. The system gives a lock up when a process closes <em>any</em> descriptor of the file, so
     * a lock that is ours must be known without opening the file again.
     */
    private static final Set<Path> OURS = new HashSet<>();

    private final Path root;
    private final FileChannel channel;

    private StateLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    @SuppressWarnings("resource") // the channel lives as long as the lock
    static StateLock take(Path directory, String purpose) throws StillframeException {
        synchronized (OURS) {
            try {
                Path root = directory.toRealPath();
                if (OURS.contains(root)) {
                    throw held(root);
                }
                FileChannel channel = FileChannel.open(root.resolve("lock"), CREATE, WRITE);
                try {
                    FileLock lock = channel.tryLock();
                    if (lock == null) {
                        throw held(root);
                    }
                    writeHolder(root, purpose);
                } catch (IOException | StillframeException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
                OURS.add(root);
                return new StateLock(root, channel);
            } catch (IOException e) {
                throw new StillframeException(
                        "state.unwritable",
                        "the lock in the state directory " + directory + " cannot be taken: "
                                + StateDirectory.reason(e),
                        Retry.DOES_NOT_HELP,
                        "run as a user who may write there",
                        e);
            }
        }
    }

    @Override
    public String installation(String host) throws StillframeException {
        return InstallationName.in(root, host);
    }

    @Override
    public void close() {
        synchronized (OURS) {
            if (OURS.remove(root)) {
                try {
                    Files.deleteIfExists(root.resolve("lock.holder"));
                    channel.close();
                } catch (IOException e) {
                    // the lock ends with the process at the latest
                }
            }
        }
    }

    private static void writeHolder(Path root, String purpose) throws IOException {
        String holder = "process " + ProcessHandle.current().pid() + ", " + purpose;
        Path fresh = root.resolve("lock.holder.new");
        Files.writeString(fresh, holder, UTF_8);
        Files.move(fresh, root.resolve("lock.holder"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static StillframeException held(Path root) {
        String holder;
        try {
            holder = Files.readString(root.resolve("lock.holder"), UTF_8);
        } catch (IOException e) {
            holder = "another process";
        }
        return new StillframeException(
                "state.busy",
                "the state directory " + root + " is in use: " + holder,
                Retry.HELPS,
                "wait until it has ended");
    }
}
