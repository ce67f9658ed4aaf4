// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Verified;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import dev.stillframe.tree.StoredTree.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Reads all files of a snapshot: every chunk proves itself by its name. One thread, fetching on others. */
final class SnapshotVerification {
    private static final long AHEAD = 32L << 20;
    private static final int STEP = 1 << 20;

    private final StoredTree tree;
    private final LongConsumer progress;
    private final List<String> mismatches = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(STEP);
    private long files;
    private long bytes;

    SnapshotVerification(StoredTree tree, LongConsumer progress) {
        this.tree = tree;
        this.progress = progress;
    }

    Verified run() throws IOException {
        try (Stream<Item> items = tree.items()) {
            List<Part> batch = new ArrayList<>();
            long inBatch = 0;
            for (Iterator<Item> all = items.iterator(); all.hasNext(); ) {
                Item item = all.next();
                if (item.incomplete()) {
                    mismatches.add(item.node().path() + ": what lies in it cannot be read");
                }
                if (item.node().metadata().kind() != Kind.FILE
                        || item.hardLinkTo().isPresent()) {
                    continue;
                }
                files++;
                long size = item.node().metadata().size();
                long offset = 0;
                do {
                    long length = Math.min(AHEAD, size - offset);
                    batch.add(new Part(item, offset, length));
                    offset += length;
                    inBatch += length + 512; // empty files count as well
                    if (inBatch >= AHEAD) {
                        read(batch);
                        inBatch = 0;
                    }
                } while (offset < size);
            }
            read(batch);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
        return new Verified(files, bytes, mismatches);
    }

    private void read(List<Part> batch) {
        tree.soon(batch);
        String failed = "";
        for (Part part : batch) {
            String path = part.item().node().path().toString();
            try {
                if (!path.equals(failed)) {
                    read(part);
                }
            } catch (IOException e) {
                mismatches.add(path + ": " + e.getMessage());
                failed = path;
            }
        }
        batch.clear();
    }

    private void read(Part part) throws IOException {
        try (Content content = tree.open(part.item())) {
            for (long at = part.offset(); at < part.offset() + part.length(); ) {
                buffer.clear().limit((int) Math.min(STEP, part.offset() + part.length() - at));
                int count = content.read(buffer, at);
                if (count < 0) {
                    throw new IOException("is shorter than it was");
                }
                at += count;
                bytes += count;
                progress.accept(count);
            }
        }
    }
}
