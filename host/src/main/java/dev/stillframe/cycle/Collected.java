// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Gathered;
import java.util.Map;

/** Everything that belongs to the backup is there: the applications run as if nothing had been. */
@SuppressWarnings("DoNotCallSuggester")
public final class Collected {
    Collected() {}

    /** What came after the image, by application; those that dropped out are not in it. */
    public Map<String, Gathered> gathered() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Lets every application judge its image. A check that fails or hangs is no failure of the cycle: the component
     * counts as not judged.
     *
     * @param images by application, one for each of {@link #gathered()}
     * @throws CycleException if the thread was interrupted
     */
    public Validated validate(Map<String, BackupImage> images) throws CycleException {
        throw new UnsupportedOperationException("not built yet");
    }

    public CycleReport report() {
        throw new UnsupportedOperationException("not built yet");
    }
}
