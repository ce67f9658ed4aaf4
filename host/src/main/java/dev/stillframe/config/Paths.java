// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Paths in a document, for checks. */
final class Paths {
    private Paths() {}

    /** The path at a place; empty if what is there is not absolute, which the schema tells. */
    static Optional<Path> absolute(Document document, Findings findings, Pointer pointer) {
        JsonNode value = document.root().at(pointer.text());
        if (!value.isString() || !value.stringValue().startsWith("/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(HostPath.of(value.stringValue()).normalize());
        } catch (InvalidPathException e) {
            findings.add("value", document.value(pointer), pointer, "no path can have this name", "");
            return Optional.empty();
        }
    }
}
