// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.BlobWriter;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.SnapshotSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a backup adds, on its way to the packs. Any thread. */
final class Statistics implements BlobWriter {
    private final BlobWriter writer;
    private final LongAdder dataBlobs = new LongAdder();
    private final LongAdder treeBlobs = new LongAdder();
    private final LongAdder added = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder filesRead = new LongAdder();
    private final LongAdder filesUnchanged = new LongAdder();
    private final LongAdder folders = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    Statistics(BlobWriter writer) {
        this.writer = writer;
    }

    @Override
    public Saved save(BlobType type, byte[] plain, int offset, int length) throws IOException {
        Saved saved = writer.save(type, plain, offset, length);
        if (saved.added()) {
            (type == BlobType.DATA ? dataBlobs : treeBlobs).increment();
            added.add(length);
            stored.add(saved.storedBytes());
        }
        return saved;
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    void read(long size) {
        filesRead.increment();
        bytes.add(size);
    }

    void unchanged(long size) {
        filesUnchanged.increment();
        bytes.add(size);
    }

    void folder() {
        folders.increment();
    }

    /** What the backup takes in the repository beyond what was there, in bytes. */
    long storedBytes() {
        return stored.sum();
    }

    /** As restic writes it; whether a file that was read is new or changed is not told apart. */
    SnapshotSummary summary(Instant began, Instant ended) {
        long files = filesRead.sum() + filesUnchanged.sum();
        return new SnapshotSummary(
                began,
                ended,
                filesRead.sum(),
                0,
                filesUnchanged.sum(),
                folders.sum(),
                0,
                0,
                dataBlobs.sum(),
                treeBlobs.sum(),
                added.sum(),
                stored.sum(),
                files,
                bytes.sum());
    }
}
