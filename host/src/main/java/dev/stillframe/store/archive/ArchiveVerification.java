// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Verified;
import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Reads an archive again: its own digest, and the digest of every file in it, in parallel. One use.
 */
final class ArchiveVerification {
    private static final int STEP = 1 << 18;

    private final StoredArchive archive;
    private final LongConsumer progress;
    private final List<String> mismatches = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    ArchiveVerification(StoredArchive archive, LongConsumer progress) {
        this.archive = archive;
        this.progress = progress;
    }

    Verified run() throws IOException {
        int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "stillframe-verify");
            thread.setDaemon(true);
            return thread;
        });
        try (Stream<ArchiveEntry> entries = archive.tree().entries()) {
            Iterator<ArchiveEntry> queue = entries.iterator();
            List<Callable<Void>> tasks = new ArrayList<>();
            tasks.add(this::checkArchive);
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> checkAll(queue));
            }
            for (Future<Void> task : pool.invokeAll(tasks)) {
                await(task);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while verifying", e);
        } finally {
            pool.shutdownNow();
        }
        return new Verified(
                files.get(), bytes.get(), mismatches.stream().sorted().toList());
    }

    private static void await(Future<Void> task) throws IOException, InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), e);
        }
    }

    /** The archive as a file. Where it is not what was written, the frames that cannot be read are named too. */
    private Void checkArchive() throws IOException {
        if (digestOfFile().equals(archive.summary().archiveSha256())) {
            return done();
        }
        mismatches.add(archive.file() + ": its bytes are not those that were written");
        archive.damagedFrames().forEach(mismatches::add);
        return done();
    }

    private Sha256 digestOfFile() throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer step = ByteBuffer.allocate(STEP);
        try (FileChannel channel = FileChannel.open(archive.file(), StandardOpenOption.READ)) {
            while (channel.read(step.clear()) >= 0) {
                digest.update(step.flip());
            }
        }
        return Sha256.of(digest);
    }

    private Void checkAll(Iterator<ArchiveEntry> queue) throws IOException {
        byte[] buffer = new byte[STEP];
        for (Optional<ArchiveEntry> entry = next(queue); entry.isPresent(); entry = next(queue)) {
            check(entry.get(), buffer);
        }
        return done();
    }

    private static Optional<ArchiveEntry> next(Iterator<ArchiveEntry> queue) throws IOException {
        synchronized (queue) {
            try {
                return queue.hasNext() ? Optional.of(queue.next()) : Optional.empty();
            } catch (UncheckedIOException e) {
                throw ArchiveTree.unwrapped(e);
            }
        }
    }

    private void check(ArchiveEntry entry, byte[] buffer) {
        var item = entry.item();
        try {
            if (item.hardLinkTo().isPresent()) {
                archive.tree().open(item).close();
            } else if (item.sha256().isPresent()) {
                files.incrementAndGet();
                if (!digest(entry, buffer).equals(item.sha256().get())) {
                    mismatches.add(item.node().path() + ": its bytes are not those that were stored");
                }
            }
        } catch (IOException e) {
            mismatches.add(item.node().path() + ": " + e.getMessage());
        }
    }

    private Sha256 digest(ArchiveEntry entry, byte[] buffer) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (Content content = archive.tree().open(entry)) {
            for (long at = 0; at < content.size(); ) {
                int length = content.read(ByteBuffer.wrap(buffer), at);
                digest.update(buffer, 0, length);
                at += length;
                bytes.addAndGet(length);
                progress.accept(length);
            }
        }
        return Sha256.of(digest);
    }

    @SuppressWarnings("NullAway") // the only value of Void
    private static Void done() {
        return null;
    }
}
