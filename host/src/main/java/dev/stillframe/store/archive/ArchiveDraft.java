// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A backup that is written into a folder under names that nobody lists. One thread at a time. */
final class ArchiveDraft implements Draft {
    private final Label label;
    private final ArchiveFormat format;
    private final DraftFiles files;
    private final DraftLock lock;
    private final ArchiveWriter writer;
    private boolean published;

    /** Takes the lock and the writer over. */
    ArchiveDraft(Label label, ArchiveFormat format, DraftFiles files, DraftLock lock, ArchiveWriter writer) {
        this.label = label;
        this.format = format;
        this.files = files;
        this.lock = lock;
        this.writer = writer;
    }

    @Override
    public void put(Node node) throws IOException {
        try {
            writer.put(node);
        } catch (IOException e) {
            throw StoreErrors.asStoreException(e, files.folder());
        }
    }

    @Override
    public Stored put(Node node, Content content) throws IOException {
        try {
            return writer.put(node, content);
        } catch (IOException e) {
            throw StoreErrors.asStoreException(e, files.folder());
        }
    }

    @Override
    public void link(Node node, Node first) throws IOException {
        try {
            writer.link(node, first);
        } catch (IOException e) {
            throw StoreErrors.asStoreException(e, files.folder());
        }
    }

    @Override
    public StoredTree readBack() throws StillframeException {
        try {
            return writer.readBack();
        } catch (IOException e) {
            throw StoreErrors.of(e, files.folder());
        }
    }

    @Override
    public List<String> remarks() {
        return writer.remarks();
    }

    @Override
    public Published publish(String receipt) throws StillframeException {
        try {
            writer.finish(receipt);
            long bytes = Files.size(files.partialArchive()) + Files.size(files.partialManifest());
            files.publish(format);
            published = true;
            return new Published(label, receipt, bytes);
        } catch (IOException e) {
            throw StoreErrors.of(e, files.folder());
        }
    }

    @Override
    public void close() throws StillframeException {
        try {
            try {
                writer.close();
                if (!published) {
                    files.remove();
                }
            } finally {
                lock.remove();
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, files.folder());
        }
    }
}
