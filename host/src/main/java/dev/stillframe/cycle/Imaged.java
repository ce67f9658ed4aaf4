// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.snapshot.View;
import java.util.List;

/** The snapshots were taken and nothing is held any more. */
@SuppressWarnings("DoNotCallSuggester")
public final class Imaged {
    Imaged() {}

    /** Where to read the image, until the cycle is closed. */
    public List<View> views() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Collects what else belongs to the backup and leaves backup mode.
     *
     * @throws CycleException if the cycle cannot go on
     */
    public Collected gather() throws CycleException {
        throw new UnsupportedOperationException("not built yet");
    }

    public CycleReport report() {
        throw new UnsupportedOperationException("not built yet");
    }
}
