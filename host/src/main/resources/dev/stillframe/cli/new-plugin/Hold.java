package __PACKAGE__;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One cycle. The hold is a lock on the file "gate", which the application's writers lock for each write. */
final class __CLASS__Hold implements Freezable {
    private final Path gate;
    private final Path data;
    private final String application;
    private final Cycle cycle;

    // guarded by this: abort comes from another thread at any time
    private FileChannel channel;
    private FileLock lock;
    private Object lockedFile;
    private boolean aborted;

    __CLASS__Hold(Path folder, String application, Cycle cycle) {
        this.gate = folder.resolve("gate");
        this.data = folder.resolve("data");
        this.application = application;
        this.cycle = cycle;
    }

    /** The slow work. Nothing is held yet. */
    @Override
    public synchronized void prepare(Deadline deadline) throws WriterException {
        refuseIfAborted();
        try {
            channel = FileChannel.open(gate, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw problem("cannot open " + gate, e);
        }
    }

    /** Arms the guard, then acts. This lock ends with the process that holds it. */
    @Override
    public void freeze(Deadline deadline) throws WriterException {
        cycle.guard().arm(new ThawAction.EndWriterProcess());
        try {
            while (!locked()) {
                if (deadline.passed()) {
                    throw problem("does not stop writing", null);
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (IOException e) {
            throw problem("cannot lock " + gate, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("was interrupted", e);
        }
    }

    private synchronized boolean locked() throws IOException, WriterException {
        refuseIfAborted();
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return false;
        }
        lockedFile = fileKey();
        return lock != null;
    }

    /** Tests that the hold lasted, and releases it. */
    @Override
    public synchronized Thaw thaw(Deadline deadline) throws WriterException {
        try {
            boolean held = lock != null && lock.isValid() && Files.exists(gate) && fileKey().equals(lockedFile);
            release();
            return held ? new Thaw.Held(Map.of("lock", gate.toString())) : new Thaw.Lost(gate + " was replaced");
        } catch (IOException e) {
            throw problem("cannot look at " + gate, e);
        }
    }

    private Object fileKey() throws IOException {
        return Files.getAttribute(gate, "unix:ino");
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        try {
            return Map.of(__CLASS__Writer.NOTES, __CLASS__Validation.check(image, data.toRealPath()));
        } catch (IOException e) {
            throw problem("has an image that cannot be read", e);
        }
    }

    /** Ends everything, for ever: a freeze that is still running holds nothing when it ends. */
    @Override
    public synchronized void abort() {
        aborted = true;
        release();
    }

    @Override
    public synchronized void close() {
        release();
    }

    private void release() {
        try {
            if (channel != null) {
                channel.close();
            }
            lock = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseIfAborted() throws WriterException {
        if (aborted) {
            throw problem("was aborted", null);
        }
    }

    private WriterException problem(String what, Exception cause) {
        return new WriterException(
                "__NAME__.hold", "application " + application + " " + what, Retry.UNKNOWN, "", cause);
    }
}
