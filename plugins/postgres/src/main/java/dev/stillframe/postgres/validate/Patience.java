// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;

/** Ends a validation that nobody waits for any more. Any thread. */
record Patience(Deadline deadline) {
    void check() throws WriterException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (deadline.passed()) {
            throw new WriterException(
                    "postgres.validation-deadline",
                    "the deadline passed before the cluster was checked",
                    Retry.HELPS,
                    "allow more time for validation");
        }
    }

    static WriterException interrupted() {
        return new WriterException(
                "postgres.validation-interrupted", "the check of the cluster was interrupted", Retry.HELPS, "");
    }
}
