// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.retention.KeepRules;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes records of what says where backups go and which are kept, see {@link Assembly}. */
final class StorageAssembly {
    private StorageAssembly() {}

    /** What {@code repository} or {@code archive} of the configuration or of a job says; empty if neither is there. */
    static Optional<Storage> storage(JsonNode owner) {
        JsonNode repository = owner.path("repository");
        JsonNode archive = owner.path("archive");
        if (repository.isObject()) {
            return Optional.of(repository(repository));
        }
        return archive.isObject()
                ? Optional.of(
                        new ArchiveFolder(Assembly.path(archive.path("directory")), format(archive.path("format"))))
                : Optional.empty();
    }

    private static RepositoryStorage repository(JsonNode node) {
        JsonNode s3 = node.path("s3");
        return new RepositoryStorage(
                node.path("location").stringValue(),
                Assembly.optionalPath(node.path("password-file")),
                node.path("compression-level").intValue(),
                (int) ByteSize.parse(node.path("pack-size").stringValue()).orElseThrow(),
                ByteSize.parse(node.path("memory").asString("")),
                Assembly.duration(node.path("retry-for")),
                Assembly.duration(node.path("lock-wait")),
                new RepositoryStorage.S3(
                        s3.path("region").stringValue(),
                        s3.path("path-style").booleanValue(),
                        s3.path("checksums").booleanValue(),
                        s3.path("conditional-writes").booleanValue(),
                        Assembly.optionalPath(s3.path("credentials-file")),
                        s3.path("profile").stringValue()));
    }

    static Optional<KeepRules> keep(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        Optional<Duration> within =
                node.has("within") ? Optional.of(Assembly.duration(node.path("within"))) : Optional.empty();
        return Optional.of(new KeepRules(
                node.path("last").asInt(0),
                node.path("hourly").asInt(0),
                node.path("daily").asInt(0),
                node.path("weekly").asInt(0),
                node.path("monthly").asInt(0),
                node.path("yearly").asInt(0),
                within));
    }

    private static ArchiveFolder.Format format(JsonNode node) {
        for (ArchiveFolder.Format format : ArchiveFolder.Format.values()) {
            if (format.label().equals(node.stringValue())) {
                return format;
            }
        }
        throw new IllegalStateException("the schema knows a format that the program does not: " + node);
    }
}
