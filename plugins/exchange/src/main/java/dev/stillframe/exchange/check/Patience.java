// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;

/** Ends a check that nobody waits for any more. Any thread. */
record Patience(Deadline deadline) {
    void check() throws WriterException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (deadline.passed()) {
            throw new WriterException(
                    "exchange.check-deadline",
                    "the deadline passed before the database was checked",
                    Retry.HELPS,
                    "allow more time for validation, or raise check-rate");
        }
    }

    static WriterException interrupted() {
        return new WriterException("exchange.check-interrupted", "the check was interrupted", Retry.HELPS, "");
    }
}
