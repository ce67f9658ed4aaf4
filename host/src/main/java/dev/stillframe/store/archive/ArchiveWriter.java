// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree.Item;
import dev.stillframe.tree.TreeSink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Writes an archive and its manifest side by side. One thread. */
final class ArchiveWriter implements TreeSink, Closeable {
    private final Label label;
    private final ArchiveFormat format;
    private final ArchiveFile archive;
    private final ArchiveFile manifestFile;
    private final ManifestWriter manifest;
    private final Remarks remarks = new Remarks();
    private final Packer packer;
    private final ContentCopy copy;

    /**
     * Takes both files over: closes them.
     *
     * @param progress called with how many bytes were copied since it was last called
     */
    ArchiveWriter(Label label, ArchiveFormat format, ArchiveFile archive, ArchiveFile manifest, LongConsumer progress)
            throws IOException {
        this.copy = new ContentCopy(progress);
        this.label = label;
        this.format = format;
        this.archive = archive;
        this.manifestFile = manifest;
        this.manifest = new ManifestWriter(manifest, label, format);
        this.packer = packer();
    }

    private Packer packer() {
        int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
        return switch (format) {
            case TAR_ZSTD -> new TarPacker(archive, FrameCodec.ZSTD, threads, remarks);
            case TAR_GZIP -> new TarPacker(archive, FrameCodec.GZIP, threads, remarks);
            case ZIP -> new ZipPacker(archive, remarks);
        };
    }

    @Override
    public void put(Node node) throws IOException {
        packer.put(node);
        record(node, false, Optional.empty(), Placement.NOWHERE);
    }

    @Override
    public Digested put(Node node, Content content) throws IOException {
        return put(node, content, false);
    }

    /** @param incomplete whether the content is known not to be what was there */
    Digested put(Node node, Content content, boolean incomplete) throws IOException {
        long size = content.size();
        List<Extent> extents = Extents.ofRanges(content.ranges(), size);
        Node sized = sized(node, size);
        packer.begin(sized, extents);
        ContentCopy.Result result = copy.copy(node.path(), content, size, extents, packer);
        Placement placement = packer.end();
        record(sized, incomplete || result.failure().isPresent(), Optional.of(result.sha256()), placement);
        if (result.failure().isPresent()) {
            throw result.failure().get();
        }
        return new Digested(result.sha256(), size);
    }

    @Override
    public void link(Node node, Node first) throws IOException {
        packer.link(node, first.path());
        Item item = new Item(node, Optional.of(first.path()), false, Optional.empty());
        manifest.entry(new ArchiveEntry(item, Placement.NOWHERE));
    }

    private void record(Node node, boolean incomplete, Optional<Sha256> sha256, Placement placement)
            throws IOException {
        manifest.entry(new ArchiveEntry(new Item(node, Optional.empty(), incomplete, sha256), placement));
    }

    List<String> remarks() {
        return remarks.sentences();
    }

    /** What was written so far. */
    ArchiveTree readBack() throws IOException {
        packer.cut();
        manifest.flush();
        ManifestLines lines = new ManifestLines(manifestFile.path());
        try {
            return new ArchiveTree(manifest.lines(), lines, packer.source());
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    /** Ends both files and makes them durable. The archive gets the manifest of its entries and the receipt too. */
    void finish(String receipt) throws IOException {
        long size = manifest.flush();
        try (FileChannel entries = FileChannel.open(manifestFile.path(), StandardOpenOption.READ)) {
            pack("manifest.jsonl", size, entries);
        }
        packReceipt(receipt);
        packer.finish();
        archive.sync();
        manifest.finish(label, format, receipt, packer.frames(), archive);
        manifestFile.sync();
    }

    private void packReceipt(String receipt) throws IOException {
        byte[] bytes = receipt.getBytes(StandardCharsets.UTF_8);
        packer.begin(own("receipt.json", bytes.length), Extents.whole(bytes.length));
        packer.write(bytes, bytes.length);
        packer.end();
    }

    private void pack(String name, long size, FileChannel from) throws IOException {
        packer.begin(own(name, size), Extents.whole(size));
        ByteBuffer step = ByteBuffer.allocate(1 << 16);
        for (long at = 0; at < size; ) {
            step.clear().limit((int) Math.min(step.capacity(), size - at));
            int read = from.read(step, at);
            if (read < 0) {
                throw new IOException(manifestFile.path() + ": became shorter while it was copied");
            }
            packer.write(step.array(), read);
            at += read;
        }
        packer.end();
    }

    private Node own(String name, long size) {
        Instant time = label.time();
        return new Node(
                ArchiveFolder.OWN_FOLDER.resolve(name),
                new Metadata(Metadata.Kind.FILE, 0600, 0, 0, size, time, time, 0, 0, 1, 0, new byte[0], List.of()));
    }

    private static Node sized(Node node, long size) {
        Metadata m = node.metadata();
        if (m.size() == size) {
            return node;
        }
        return new Node(
                node.path(),
                new Metadata(
                        m.kind(),
                        m.permissions(),
                        m.uid(),
                        m.gid(),
                        size,
                        m.modified(),
                        m.changed(),
                        m.device(),
                        m.inode(),
                        m.links(),
                        m.special(),
                        m.linkTarget(),
                        m.attributes()));
    }

    @Override
    public void close() throws IOException {
        packer.close();
        try (archive) {
            manifestFile.close();
        }
    }
}
