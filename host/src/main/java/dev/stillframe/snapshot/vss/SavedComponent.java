// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A component as a backup knows it: by the class of its VSS writer, because the instance that restores it need not be the
 * one that was backed up.
 *
 * @param type VSS_COMPONENT_TYPE
 * @param logicalPath may be empty
 */
public record SavedComponent(UUID writer, int type, String logicalPath, String name) {
    static final String WRITER = "vss-writer-id";
    static final String TYPE = "vss-component-type";
    static final String PATH = "vss-logical-path";
    static final String NAME = "vss-component";

    /** Where the document that a restore begins with is kept, beside the component. */
    public static final String DOCUMENT = "vss/backup-components.xml";
    /** Where the description of its writer is kept. */
    public static final String WRITER_DOCUMENT = "vss/writer-metadata.xml";

    /** Reads it from the evidence of a hold; empty if no VSS writer held it. */
    public static Optional<SavedComponent> of(Map<String, String> evidence) {
        String name = evidence.get(NAME);
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SavedComponent(
                    UUID.fromString(evidence.getOrDefault(WRITER, "")),
                    Integer.parseInt(evidence.getOrDefault(TYPE, "")),
                    evidence.getOrDefault(PATH, ""),
                    name));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of another program's making
        }
    }

    @Override
    public String toString() {
        return logicalPath.isEmpty() ? name : logicalPath + "\\" + name;
    }
}
