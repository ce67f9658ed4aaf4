// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.snapshot.View;
import java.util.List;

/** The snapshots were taken and nothing is held any more. */
public final class Imaged {
    private final CycleRun run;
    private final Once left = new Once();

    Imaged(CycleRun run) {
        this.run = run;
    }

    /** Where to read the image, until the cycle is closed. */
    public List<View> views() {
        return run.takes().views();
    }

    /**
     * Collects what else belongs to the backup and leaves backup mode.
     *
     * @throws CycleException if the cycle cannot go on
     */
    public Collected gather() throws CycleException {
        left.make();
        return Collected.from(run);
    }

    public CycleReport report() {
        return run.report();
    }
}
