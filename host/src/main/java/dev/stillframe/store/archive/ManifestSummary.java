// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the end of a manifest says of the whole; found without reading the entries.
 *
 * @param sha256 of the manifest up to its last line
 * @param endAt where the last line begins
 */
record ManifestSummary(
        Label label,
        ArchiveFormat format,
        String receipt,
        long entries,
        long archiveSize,
        Sha256 archiveSha256,
        Sha256 sha256,
        long endAt) {

    /** @throws DamagedException if it is not a manifest of a version that we know, or not whole */
    static ManifestSummary read(Path manifest) throws IOException {
        try (ManifestLines lines = new ManifestLines(manifest)) {
            long endAt = lines.lastLine();
            ObjectNode end = object(Json.parse(lines.line(endAt)), "end");
            checkVersion(Json.number(end, "version"));
            long summaryAt = Json.natural(end, "summaryAt");
            byte[] line = lines.line(summaryAt);
            byte[] withEnd = Arrays.copyOf(line, line.length + 1);
            withEnd[line.length] = '\n';
            if (!Sha256.ofBytes(withEnd).equals(Sha256.parse(Json.text(end, "summarySha256")))) {
                throw new IllegalArgumentException("its summary is not what was written");
            }
            ObjectNode summary = object(Json.parse(line), "summary");
            return new ManifestSummary(
                    label(summary),
                    format(Json.text(summary, "format")),
                    Json.text(summary, "receipt"),
                    Json.natural(summary, "entries"),
                    Json.natural(end, "archiveSize"),
                    Sha256.parse(Json.text(end, "archiveSha256")),
                    Sha256.parse(Json.text(end, "sha256")),
                    endAt);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(manifest + ": is not a whole manifest: " + e.getMessage(), e);
        }
    }

    static void checkVersion(long version) {
        if (version != ManifestWriter.VERSION) {
            throw new IllegalArgumentException(
                    "it has version " + version + ", and this program reads version " + ManifestWriter.VERSION);
        }
    }

    private static Label label(ObjectNode json) {
        return new Label(
                Json.text(json, "id"), Json.text(json, "host"), Json.text(json, "job"), Json.instant(json, "time"));
    }

    private static ArchiveFormat format(String ending) {
        return ArchiveFormat.ofFileName("." + ending)
                .orElseThrow(() -> new IllegalArgumentException("its archive has an unknown format: " + ending));
    }

    private static ObjectNode object(ObjectNode line, String name) {
        if (Json.field(line, name) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("field \"" + name + "\" is not an object");
    }
}
