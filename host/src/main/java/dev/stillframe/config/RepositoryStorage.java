// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A repository in restic's format.
 *
 * @param location an absolute path, or {@code s3:https://host/bucket/path}
 * @param passwordFile absolute; empty if the password is in the environment
 * @param compressionLevel zstd's
 * @param retryFor how long what fails for a passing reason is tried again
 * @param lockWait how long another's lock is waited for
 * @param s3 how object storage is spoken to; of no meaning for a folder
 */
public record RepositoryStorage(
        String location, Optional<Path> passwordFile, int compressionLevel, Duration retryFor, Duration lockWait, S3 s3)
        implements Storage {
    /**
     * How object storage is spoken to.
     *
     * @param region part of every signature
     * @param pathStyle whether the bucket is in the path, not in the host's name
     * @param checksums whether every request carries a checksum of its own
     * @param conditionalWrites whether the store knows {@code If-None-Match}
     * @param credentialsFile absolute; empty for those of the environment
     * @param profile the section of that file
     */
    public record S3(
            String region,
            boolean pathStyle,
            boolean checksums,
            boolean conditionalWrites,
            Optional<Path> credentialsFile,
            String profile) {}
}
