// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a zip as a stream: contents deflated one after the other, sizes in data descriptors. */
final class ZipPacker implements Packer {
    /** A content of this size may, if it does not shrink, need the 64-bit form although it itself does not. */
    private static final long NEAR_4_GIB = 0xf000_0000L;

    private final ArchiveFile file;
    private final ZipArchiveOutputStream zip;
    private final Remarks remarks;
    private ZipArchiveEntry entry = new ZipArchiveEntry("none");
    private List<Extent> extents = List.of();
    private long at;

    ZipPacker(ArchiveFile file, Remarks remarks) {
        this.file = file;
        this.remarks = remarks;
        zip = new ZipArchiveOutputStream(file);
    }

    @Override
    public boolean leavesHolesOut() {
        return false;
    }

    @Override
    public void put(Node node) throws IOException {
        Metadata metadata = node.metadata();
        if (!ZipEntries.holds(metadata.kind())) {
            remarks.cannotHold(
                    switch (metadata.kind()) {
                        case FIFO -> "fifos";
                        case SOCKET -> "sockets";
                        default ->
                            metadata.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "s";
                    },
                    node.path());
            return;
        }
        remark(node);
        byte[] target = metadata.linkTarget();
        open(ZipEntries.entry(node), target.length);
        zip.write(target);
        zip.closeArchiveEntry();
    }

    @Override
    public void link(Node node, SourcePath first) {
        remarks.cannotHold("hard links", node.path());
    }

    @Override
    public void begin(Node node, List<Extent> parts) throws IOException {
        remark(node);
        if (!parts.equals(Extents.whole(node.metadata().size()))) {
            remarks.cannotHold("holes", node.path());
        }
        extents = parts;
        open(ZipEntries.entry(node), node.metadata().size());
    }

    private void open(ZipArchiveEntry next, long size) throws IOException {
        entry = next;
        entry.setSize(size);
        zip.setUseZip64(size >= NEAR_4_GIB ? Zip64Mode.Always : Zip64Mode.AsNeeded);
        zip.putArchiveEntry(entry);
        at = file.size();
    }

    private void remark(Node node) {
        Instant modified = node.metadata().modified();
        if (!ZipEntries.holds(node.path())) {
            remarks.cannotHold("names that are not UTF-8", node.path());
        }
        if (!node.metadata().attributes().isEmpty()) {
            remarks.cannotHold("extended attributes", node.path());
        }
        if (!modified.equals(modified.truncatedTo(ChronoUnit.SECONDS))) {
            remarks.cannotHold("fractions of a second in times", node.path());
        }
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        zip.write(bytes, 0, length);
    }

    @Override
    public Placement end() throws IOException {
        zip.closeArchiveEntry();
        return new Placement(at, entry.getCompressedSize(), extents);
    }

    @Override
    public void cut() {
        // an entry that was ended is in the file
    }

    @Override
    public void finish() throws IOException {
        zip.finish();
    }

    @Override
    public List<Frames.Frame> frames() {
        return List.of();
    }

    @Override
    public PlainSource source() throws IOException {
        return new ZipSource(file.path());
    }

    @Override
    public void close() {
        // the library closes its deflater only with its stream, which is closed with the file
    }
}
