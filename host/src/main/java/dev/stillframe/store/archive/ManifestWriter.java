// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a manifest: JSON lines. First a head with the format's version; then a line for each entry, in the order of the
 * archive, where a later one replaces an earlier one of the same path; then the frames; then a summary with label and
 * receipt; last the end, which says where the summary is and digests all before it. One thread.
 */
final class ManifestWriter {
    static final int VERSION = 1;
    private static final int FRAMES_PER_LINE = 1024;
    private static final int BUFFER = 1 << 16;

    private final ArchiveFile file;
    private final NavigableMap<SourcePath, Line> lines = new TreeMap<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER);
    private long size;

    /** @param content how many bytes a regular file has; -1 of everything else */
    private record Line(long at, long content) {}

    ManifestWriter(ArchiveFile file, Label label, ArchiveFormat format) throws IOException {
        this.file = file;
        ObjectNode head = Json.object();
        head.put("stillframe", "archive manifest");
        head.put("version", VERSION);
        write(describe(head, label, format));
    }

    private static ObjectNode describe(ObjectNode json, Label label, ArchiveFormat format) {
        return json.put("id", label.id())
                .put("host", label.host())
                .put("job", label.job())
                .put("time", label.time().toString())
                .put("format", format.ending());
    }

    void entry(ArchiveEntry entry) throws IOException {
        Node node = entry.item().node();
        long content = entry.item().sha256().isPresent() ? node.metadata().size() : -1;
        lines.put(node.path(), new Line(size, content));
        write(EntryJson.write(entry));
    }

    /** Where each entry's line begins. */
    NavigableMap<SourcePath, Long> lines() {
        NavigableMap<SourcePath, Long> begins = new TreeMap<>();
        lines.forEach((path, line) -> begins.put(path, line.at()));
        return begins;
    }

    /** Hands everything to the file; says how long it is. */
    long flush() throws IOException {
        file.write(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
        return size;
    }

    /** Writes frames, summary and end. */
    void finish(Label label, ArchiveFormat format, String receipt, List<Frames.Frame> frames, ArchiveFile archive)
            throws IOException {
        for (int i = 0; i < frames.size(); i += FRAMES_PER_LINE) {
            ObjectNode line = Json.object();
            ArrayNode pairs = line.putArray("frames");
            frames.subList(i, Math.min(frames.size(), i + FRAMES_PER_LINE))
                    .forEach(f -> pairs.addArray().add(f.plain()).add(f.stored()));
            write(line);
        }
        long summaryAt = size;
        ObjectNode summary = Json.object();
        describe(summary.putObject("summary"), label, format)
                .put("entries", lines.size())
                .put("files", contents().count())
                .put("bytes", contents().sum())
                .put("receipt", receipt);
        byte[] summaryLine = Json.line(summary);
        write(summaryLine);
        flush();
        ObjectNode end = Json.object();
        end.putObject("end")
                .put("version", VERSION)
                .put("archiveSize", archive.size())
                .put("archiveSha256", archive.sha256().toString())
                .put("summaryAt", summaryAt)
                .put("summarySha256", Sha256.ofBytes(summaryLine).toString())
                .put("sha256", file.sha256().toString());
        write(end);
        flush();
    }

    private LongStream contents() {
        return lines.values().stream().mapToLong(Line::content).filter(content -> content >= 0);
    }

    private void write(ObjectNode line) throws IOException {
        write(Json.line(line));
    }

    private void write(byte[] line) throws IOException {
        buffer.writeBytes(line);
        size += line.length;
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }
}
