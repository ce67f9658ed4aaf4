// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How object storage is spoken to.
 *
 * @param region part of every signature; stores that have none accept any
 * @param pathStyle {@code https://host/bucket/object} instead of {@code https://bucket.host/object}
 * @param checksums whether every request and answer carries a checksum of its own, which older stores answer with 400;
 *     the repository's contents have theirs anyhow
 * @param conditionalWrites whether the store knows {@code If-None-Match: *}; else it is asked before each write whether
 *     the object exists
 * @param credentialsFile in the format of the AWS command line; empty for the environment's, or {@code
 *     ~/.aws/credentials}
 * @param profile the section of that file
 * @param connectTimeout until a connection stands
 * @param answerTimeout between two packets of an answer
 */
public record S3Settings(
        String region,
        boolean pathStyle,
        boolean checksums,
        boolean conditionalWrites,
        Optional<Path> credentialsFile,
        String profile,
        Duration connectTimeout,
        Duration answerTimeout) {
    /** What most stores want. */
    public static S3Settings usual() {
        return new S3Settings(
                "us-east-1",
                true,
                false,
                true,
                Optional.empty(),
                "default",
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }
}
