// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Every application knows that it is stored. What is left is to close. */
public final class Completed {
    private final CycleRun run;

    Completed(CycleRun run) {
        this.run = run;
    }

    public CycleReport report() {
        return run.report();
    }
}
