// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether it is clear where backups go. Looks at whatever part of the document is well formed. */
final class StorageCheck {
    private static final String REPOSITORY = "repository";
    private static final String ARCHIVE = "archive";

    private final Document document;
    private final Findings findings;
    private final Map<Pointer, Path> folders = new LinkedHashMap<>();

    StorageCheck(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    void run() {
        JsonNode root = document.root();
        if (!root.has(REPOSITORY) && !root.has(ARCHIVE)) {
            findings.add(
                    "missing-key",
                    document.key(Pointer.ROOT),
                    Pointer.ROOT,
                    "the key \"repository\" is missing",
                    "repository: where backups go; or archive: a folder of archives");
        }
        owner(root, Pointer.ROOT);
        Pointer jobs = Pointer.ROOT.child("jobs");
        root.path("jobs").forEachEntry((name, job) -> owner(job, jobs.child(name)));
    }

    /** The folders that are storage, by where the document names them. */
    Map<Pointer, Path> folders() {
        return folders;
    }

    private void owner(JsonNode owner, Pointer at) {
        if (owner.has(REPOSITORY) && owner.has(ARCHIVE)) {
            Pointer archive = at.child(ARCHIVE);
            findings.add(
                    "two-destinations",
                    document.key(archive),
                    archive,
                    "only one of repository and archive may be set",
                    "a job may have an archive of its own: jobs: {NAME: {archive: {directory: ...}}}");
        }
        folder(at.child(REPOSITORY).child("location"));
        folder(at.child(ARCHIVE).child("directory"));
        Pointer s3 = at.child(REPOSITORY).child("s3");
        if (owner.path(REPOSITORY).has("s3")
                && owner.path(REPOSITORY).path("location").asString("").startsWith("/")) {
            findings.add(
                    "value",
                    document.key(s3),
                    s3,
                    "is of no meaning for a folder",
                    "remove it, or name a location s3:...");
        }
    }

    private void folder(Pointer pointer) {
        Optional<Path> folder = Paths.absolute(document, findings, pointer);
        folder.ifPresent(path -> folders.put(pointer, path));
    }
}
