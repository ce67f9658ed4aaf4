// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON of snapshots. Any thread. */
public final class SnapshotJson {
    private SnapshotJson() {}

    public static byte[] write(SnapshotDocument snapshot) {
        GoJson json = new GoJson().begin('{').field("time", Timestamp.write(snapshot.time()));
        snapshot.parent().ifPresent(parent -> json.field("parent", parent));
        json.field("tree", snapshot.tree());
        list(json, "paths", snapshot.paths());
        text(json, "hostname", snapshot.hostname());
        text(json, "username", snapshot.username());
        number(json, "uid", snapshot.uid());
        number(json, "gid", snapshot.gid());
        unlessEmpty(json, "excludes", snapshot.excludes());
        unlessEmpty(json, "tags", snapshot.tags());
        snapshot.original().ifPresent(original -> json.field("original", original));
        text(json, "program_version", snapshot.programVersion());
        snapshot.summary().ifPresent(summary -> summary(json, summary));
        return json.end('}').bytes();
    }

    private static void summary(GoJson json, SnapshotSummary summary) {
        json.key("summary")
                .begin('{')
                .field("backup_start", Timestamp.write(summary.backupStart()))
                .field("backup_end", Timestamp.write(summary.backupEnd()))
                .field("files_new", summary.filesNew())
                .field("files_changed", summary.filesChanged())
                .field("files_unmodified", summary.filesUnmodified())
                .field("dirs_new", summary.dirsNew())
                .field("dirs_changed", summary.dirsChanged())
                .field("dirs_unmodified", summary.dirsUnmodified())
                .field("data_blobs", summary.dataBlobs())
                .field("tree_blobs", summary.treeBlobs())
                .field("data_added", summary.dataAdded())
                .field("data_added_packed", summary.dataAddedPacked())
                .field("total_files_processed", summary.totalFilesProcessed())
                .field("total_bytes_processed", summary.totalBytesProcessed())
                .end('}');
    }

    private static void text(GoJson json, String key, String value) {
        if (!value.isEmpty()) {
            json.field(key, value);
        }
    }

    private static void number(GoJson json, String key, long value) {
        if (value != 0) {
            json.field(key, value);
        }
    }

    private static void unlessEmpty(GoJson json, String key, List<String> values) {
        if (!values.isEmpty()) {
            list(json, key, values);
        }
    }

    private static void list(GoJson json, String key, List<String> values) {
        json.key(key).begin('[');
        values.forEach(value -> json.next().string(value));
        json.end(']');
    }

    /**
     * @param what names the file, for the error
     * @throws RepositoryException if it is no snapshot
     */
    public static SnapshotDocument read(byte[] json, String what) throws RepositoryException {
        return Parsing.guarded(what, () -> {
            JsonNode root = Parsing.object(json);
            return new SnapshotDocument(
                    Parsing.time(root, "time"),
                    Parsing.optional(root, "parent", FileId::parse),
                    BlobId.parse(Parsing.text(root, "tree")),
                    Parsing.texts(root, "paths"),
                    Parsing.text(root, "hostname"),
                    Parsing.text(root, "username"),
                    Parsing.number(root, "uid"),
                    Parsing.number(root, "gid"),
                    Parsing.texts(root, "excludes"),
                    Parsing.texts(root, "tags"),
                    Parsing.optional(root, "original", FileId::parse),
                    Parsing.text(root, "program_version"),
                    Parsing.optional(root, "summary").map(SnapshotJson::summary));
        });
    }

    private static SnapshotSummary summary(JsonNode node) {
        return new SnapshotSummary(
                Parsing.time(node, "backup_start"),
                Parsing.time(node, "backup_end"),
                Parsing.number(node, "files_new"),
                Parsing.number(node, "files_changed"),
                Parsing.number(node, "files_unmodified"),
                Parsing.number(node, "dirs_new"),
                Parsing.number(node, "dirs_changed"),
                Parsing.number(node, "dirs_unmodified"),
                Parsing.number(node, "data_blobs"),
                Parsing.number(node, "tree_blobs"),
                Parsing.number(node, "data_added"),
                Parsing.number(node, "data_added_packed"),
                Parsing.number(node, "total_files_processed"),
                Parsing.number(node, "total_bytes_processed"));
    }
}
