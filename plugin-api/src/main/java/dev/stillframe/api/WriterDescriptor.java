// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What a factory makes.
 *
 * @param id the name under which a configuration asks for this writer: lower-case letters, digits and hyphens
 * @param summary one line for {@code plugins list}
 * @param settingsSchema the absolute name of a class-path resource that holds a JSON Schema (draft 2020-12) of {@code
 *     settings}; the host reads it through the plugin's class loader
 * @param backupTypes the types this writer can make; contains at least {@link BackupType#COPY}
 * @param vssWriters the ids of the Windows VSS writers that {@link Quiesce.Native} components bind to; empty elsewhere
 */
public record WriterDescriptor(
        String id, String summary, String settingsSchema, Set<BackupType> backupTypes, Set<UUID> vssWriters) {
    public WriterDescriptor {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("a writer's id is lower-case letters, digits and hyphens: " + id);
        }
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(settingsSchema, "settingsSchema");
        backupTypes = Set.copyOf(backupTypes);
        vssWriters = Set.copyOf(vssWriters);
        if (!backupTypes.contains(BackupType.COPY)) {
            throw new IllegalArgumentException("every writer can make a COPY backup");
        }
    }

    /** A writer that makes copies only and binds to no VSS writer. */
    public static WriterDescriptor of(String id, String summary, String settingsSchema) {
        return new WriterDescriptor(id, summary, settingsSchema, Set.of(BackupType.COPY), Set.of());
    }
}
