// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a manifest has which entry, and the frames of its archive.
 *
 * @param lines where each entry's line begins; of several for one path the last
 */
record ManifestIndex(NavigableMap<SourcePath, Long> lines, List<Frames.Frame> frames) {
    /**
     * Reads a whole manifest and checks its digest.
     *
     * @throws DamagedException if it is not what was written
     */
    static ManifestIndex read(Path manifest, ManifestSummary summary) throws IOException {
        NavigableMap<SourcePath, Long> lines = new TreeMap<>();
        List<Frames.Frame> frames = new ArrayList<>();
        MessageDigest digest = Sha256.digest();
        long at = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(manifest), 1 << 16)) {
            while (at < summary.endAt()) {
                byte[] line = line(in, summary.endAt() - at);
                digest.update(line);
                read(line, at, lines, frames);
                at += line.length;
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedException(manifest + ": the line at byte " + at + " is damaged: " + e.getMessage(), e);
        }
        if (!Sha256.of(digest).equals(summary.sha256()) || lines.size() != summary.entries()) {
            throw new DamagedException(manifest + ": is not what was written", null);
        }
        return new ManifestIndex(lines, frames);
    }

    private static void read(byte[] line, long at, NavigableMap<SourcePath, Long> lines, List<Frames.Frame> frames) {
        ObjectNode json = Json.parse(line);
        if (at == 0) {
            ManifestSummary.checkVersion(Json.number(json, "version"));
        } else if (EntryJson.isEntry(json)) {
            lines.put(EntryJson.read(json).item().node().path(), at);
        } else if (json.has("frames")) {
            for (JsonNode pair : json.get("frames")) {
                frames.add(new Frames.Frame(length(pair.path(0)), length(pair.path(1))));
            }
        }
    }

    private static int length(JsonNode value) {
        long length = Json.number(value, "frames");
        if (length != (int) length) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        return (int) length;
    }

    private static byte[] line(InputStream in, long limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        int b = -1;
        while (b != '\n' && line.size() < Math.min(limit, ManifestLines.MAX_LINE)) {
            b = in.read();
            if (b < 0) {
                break;
            }
            line.write(b);
        }
        if (b != '\n') {
            throw new IllegalArgumentException("it does not end");
        }
        return line.toByteArray();
    }
}
