// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository in restic's format.
 *
 * @param location an absolute path, or {@code s3:https://host/bucket/path}
 * @param passwordFile absolute; empty if the password is in the environment
 * @param compressionLevel zstd's
 * @param packSize at which a pack is full, in bytes
 * @param memory how much of it contents and packs may take, in bytes; empty for as much as suits the machine
 * @param retryFor how long what fails for a passing reason is tried again
 * @param lockWait how long another's lock is waited for
 * @param s3 how object storage is spoken to; of no meaning for a folder
 */
public record RepositoryStorage(
        String location,
        Optional<Path> passwordFile,
        int compressionLevel,
        int packSize,
        OptionalLong memory,
        Duration retryFor,
        Duration lockWait,
        S3 s3)
        implements Storage {
    /**
     * How many packs may be stored at the same time within the memory, half of which is theirs: beside one of trees and one
     * of data in the making. 0 for as many as the place likes.
     */
    public int connections() {
        return memory.isEmpty()
                ? 0
                : (int) Math.max(1, memory.getAsLong() / 2 / RepositoryLimits.packInMemory(packSize) - 2);
    }

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
