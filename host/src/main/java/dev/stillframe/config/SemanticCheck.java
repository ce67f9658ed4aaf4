// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a schema cannot express. Looks at whatever part of the document is well formed. */
final class SemanticCheck {
    private static final Pointer STATE = Pointer.ROOT.child("state-directory");
    private static final Pointer PLUGINS = Pointer.ROOT.child("plugins").child("directory");

    private static final Pointer TRUST = Pointer.ROOT.child("plugins").child("trust");

    private final Document document;
    private final Findings findings;
    private final StorageCheck storages;

    SemanticCheck(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
        this.storages = new StorageCheck(document, findings);
    }

    void run() {
        storages.run();
        directories();
        trust();
        new SnapshotCommandsCheck(document, findings).run();
        Pointer jobs = Pointer.ROOT.child("jobs");
        document.root().path("jobs").forEachEntry((name, job) -> applications(job, jobs.child(name)));
    }

    private void trust() {
        JsonNode trust = document.root().path("plugins").path("trust");
        Pointer password = TRUST.child("signers-password-file");
        path(TRUST.child("signers"));
        path(password);
        if (trust.has("signers-password-file") && !trust.has("signers")) {
            findings.add(
                    "value",
                    document.key(password),
                    password,
                    "is of no meaning without signers",
                    "signers: the file that this password opens");
        }
    }

    private void directories() {
        Optional<Path> state = path(STATE);
        Optional<Path> plugins = path(PLUGINS);
        apart(plugins, PLUGINS, state, STATE);
        storages.folders().forEach((pointer, folder) -> {
            apart(Optional.of(folder), pointer, state, STATE);
            apart(plugins, PLUGINS, Optional.of(folder), pointer);
        });
    }

    /** Storage is swept, and state is written while others read: neither may lie in the other. */
    private void apart(Optional<Path> one, Pointer onePointer, Optional<Path> other, Pointer otherPointer) {
        if (one.isEmpty() || other.isEmpty()) {
            return;
        }
        if (one.get().startsWith(other.get()) || other.get().startsWith(one.get())) {
            findings.add(
                    "overlap",
                    document.value(onePointer),
                    onePointer,
                    "overlaps " + otherPointer + ", " + Quoted.of(other.get().toString()),
                    "use folders that do not lie in each other");
        }
    }

    private void applications(JsonNode job, Pointer jobPointer) {
        List<String> known = new ArrayList<>();
        document.root().path("applications").forEachEntry((name, application) -> known.add(name));
        int index = 0;
        for (JsonNode name : job.path("applications")) {
            Pointer pointer = jobPointer.child("applications").child(index++);
            if (name.isString() && !known.contains(name.stringValue())) {
                findings.add(
                        "unknown-application",
                        document.value(pointer),
                        pointer,
                        "no application is named " + Quoted.of(name.stringValue()),
                        Suggestion.hint(name.stringValue(), known));
            }
        }
    }

    private Optional<Path> path(Pointer pointer) {
        return Paths.absolute(document, findings, pointer);
    }
}
