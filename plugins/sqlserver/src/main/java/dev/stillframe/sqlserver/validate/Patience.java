// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

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
                    "sqlserver.validation-deadline",
                    "the deadline passed before the database was checked",
                    Retry.HELPS,
                    "allow more time for validation");
        }
    }

    static WriterException interrupted() {
        return new WriterException(
                "sqlserver.validation-interrupted", "the check of the database was interrupted", Retry.HELPS, "");
    }
}
