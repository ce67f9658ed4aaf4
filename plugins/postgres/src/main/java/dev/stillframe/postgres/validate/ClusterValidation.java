// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Judges an image of a cluster before it counts as a backup: {@code pg_control}, every relation page, and the WAL that
 * recovery will read.
 *
 * <p>A page that fails is excused only if recovery restores it: by a full-page image or an initialisation of that very
 * block, or by a truncation or drop, in the image's WAL.
 *
 * @param place where the cluster's files lie
 * @param systemIdentifier what the server says it is ({@code pg_control_system()}), as a signed 64-bit number
 * @param end where recovery of the image comes to its end
 */
public record ClusterValidation(ClusterPlace place, long systemIdentifier, RecoveryEnd end) {
    /**
     * Reads the whole image once, but for pages that the image says are unchanged since they were judged. Memory is bounded: a few MiB, and a bit for each page of a file with a bad one.
     *
     * <p>Thread: any; uses a few threads of its own while it runs. An interrupt ends it.
     *
     * @param image what a restore would bring back; where there is a stop point, {@code backup_label} and the WAL up to
     *     it are among its files
     * @return {@link Verdict.Unverifiable} if the cluster has no data checksums and nothing else is wrong
     * @throws WriterException {@code postgres.image-read} if a file of the image cannot be read, {@code
     *     postgres.validation-deadline} if the deadline passes, {@code postgres.validation-interrupted}
     */
    public Verdict verdict(BackupImage image, ComponentId component, Deadline deadline) throws WriterException {
        try {
            return new ClusterCheck(this, image, component, new Patience(deadline)).verdict();
        } catch (IOException | UncheckedIOException e) {
            throw new WriterException(
                    "postgres.image-read",
                    "the image of " + place.data() + " cannot be read: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "see the volume that holds the snapshot",
                    e);
        }
    }
}
