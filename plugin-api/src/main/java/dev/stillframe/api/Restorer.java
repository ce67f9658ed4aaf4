// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;

/** One application in one restore. Calls never overlap; each comes once at most. */
public interface Restorer extends AutoCloseable {
    /** Before the first file is written; refuses by throwing. */
    default void before(Deadline deadline) throws WriterException {}

    /**
     * After the last file was written. Rewrites what points elsewhere, so that what was restored beside a running
     * application cannot reach it.
     */
    RestoreReport after(Deadline deadline) throws WriterException;

    /** Always comes, last. May be called twice. Never throws. */
    @Override
    default void close() {}

    /**
     * What was done and what is left to do.
     *
     * @param changes what differs from the original on purpose
     * @param nextSteps for the operator, in order
     */
    record RestoreReport(List<String> changes, List<String> nextSteps) {
        public RestoreReport {
            changes = List.copyOf(changes);
            nextSteps = List.copyOf(nextSteps);
        }
    }
}
