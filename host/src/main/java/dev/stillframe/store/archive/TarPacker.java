// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar in compressed frames: GNU long names, numbers in base 256 where octal is too short, and our own pax
 * headers. The library would write those as text and times to 100 ns only.
 */
final class TarPacker implements Packer {
    private final ArchiveFile file;
    private final FrameCodec codec;
    private final FrameOutput frames;
    private final TarArchiveOutputStream tar;
    private final Remarks remarks;
    private Placement current = Placement.NOWHERE;

    TarPacker(ArchiveFile file, FrameCodec codec, int threads, Remarks remarks) {
        this.file = file;
        this.codec = codec;
        this.remarks = remarks;
        frames = new FrameOutput(file, codec, threads);
        tar = new TarArchiveOutputStream(frames, TarConstants.DEFAULT_BLKSIZE, "ISO-8859-1");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE); // the long ones stand before
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    @Override
    public boolean leavesHolesOut() {
        return true;
    }

    @Override
    public void put(Node node) throws IOException {
        if (TarHeaders.holds(node.metadata().kind())) {
            put(TarHeaders.records(node, remarks), TarHeaders.entry(node));
            tar.closeArchiveEntry();
        } else {
            remarks.cannotHold("sockets", node.path());
        }
    }

    @Override
    public void link(Node node, SourcePath first) throws IOException {
        put(new PaxRecords(), TarHeaders.hardLink(node, first)); // whatever else it has came with the first name
        tar.closeArchiveEntry();
    }

    @Override
    public void begin(Node node, List<Extent> extents) throws IOException {
        PaxRecords records = TarHeaders.records(node, remarks);
        TarArchiveEntry entry = TarHeaders.entry(node);
        long size = node.metadata().size();
        long stored = Extents.stored(extents);
        byte[] map = new byte[0];
        if (stored != size) {
            map = SparseMap.of(extents, size);
            records.add("GNU.sparse.major", "1");
            records.add("GNU.sparse.minor", "0");
            records.add("GNU.sparse.realsize", Long.toString(size));
            if (TarHeaders.isText(node.path())) {
                records.add("GNU.sparse.name", node.path().relativeTo(SourcePath.root()));
                entry.setName(TarHeaders.sparseName(node.path()));
            } // else the header's name is the real one: libarchive takes a pax name for UTF-8
        }
        entry.setSize(map.length + stored);
        put(records, entry);
        tar.write(map);
        current = new Placement(frames.position(), stored, extents);
    }

    /** GNU's headers for long names come before the pax header, as readers other than GNU tar expect. */
    private void put(PaxRecords records, TarArchiveEntry entry) throws IOException {
        putLong(TarConstants.LF_GNUTYPE_LONGNAME, entry.getName());
        putLong(TarConstants.LF_GNUTYPE_LONGLINK, entry.getLinkName());
        if (!records.isEmpty()) {
            byte[] bytes = records.bytes();
            TarArchiveEntry header = TarHeaders.entry(
                    "PaxHeaders/entry",
                    TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                    entry.getLastModifiedTime().toInstant());
            header.setSize(bytes.length);
            tar.putArchiveEntry(header);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }
        tar.putArchiveEntry(entry);
    }

    private void putLong(byte type, String name) throws IOException {
        if (name.length() >= TarConstants.NAMELEN) {
            byte[] bytes = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
            TarArchiveEntry header = TarHeaders.entry(TarConstants.GNU_LONGLINK, type, Instant.EPOCH);
            header.setSize(bytes.length);
            tar.putArchiveEntry(header);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        tar.write(bytes, 0, length);
    }

    @Override
    public Placement end() throws IOException {
        tar.closeArchiveEntry();
        return current;
    }

    @Override
    public void cut() throws IOException {
        frames.cut();
    }

    @Override
    public void finish() throws IOException {
        tar.finish();
        frames.cut();
    }

    @Override
    public List<Frames.Frame> frames() {
        return frames.frames();
    }

    @Override
    public PlainSource source() throws IOException {
        return new FrameSource(file.path(), codec, new Frames(frames()));
    }

    @Override
    public void close() {
        frames.close();
    }
}
