// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;

/** A cycle failed. Nothing is held any more when this is thrown, or the report says what could not be undone. */
public final class CycleException extends StillframeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final CycleReport report;

    CycleException(Problem problem, CycleReport report) {
        super(problem);
        this.report = report;
    }

    /** What happened until then. */
    public CycleReport report() {
        return report;
    }
}
