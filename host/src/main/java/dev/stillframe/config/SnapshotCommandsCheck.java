// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether it is clear which commands are meant. Looks at whatever part of the document is well formed. */
final class SnapshotCommandsCheck {
    private static final Pointer ALL = Pointer.ROOT.child("snapshot-commands");

    private final Document document;
    private final Findings findings;
    private final Map<Path, String> volumes = new HashMap<>();

    SnapshotCommandsCheck(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    void run() {
        document.root().path("snapshot-commands").forEachEntry((name, commands) -> {
            volume(name);
            for (String command : new String[] {"create", "mount", "release"}) {
                program(commands.path(command).path(0), ALL.child(name).child(command));
            }
        });
    }

    private void volume(String name) {
        Pointer pointer = ALL.child(name).child("volume");
        Optional<Path> volume = Paths.absolute(document, findings, pointer);
        if (volume.isPresent()) {
            String first = volumes.putIfAbsent(volume.get(), name);
            if (first != null) {
                findings.add(
                        "duplicate-volume",
                        document.value(pointer),
                        pointer,
                        "the snapshots of this volume are already made by " + Quoted.of(first),
                        "remove one of the two");
            }
        }
    }

    private void program(JsonNode program, Pointer command) {
        if (program.isString() && !program.stringValue().startsWith("/")) {
            findings.add(
                    "value",
                    document.value(command.child(0)),
                    command.child(0),
                    "a program is named by its absolute path",
                    "no shell looks for it: for example /usr/local/sbin/array-snapshot");
        }
    }
}
