// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.ComponentId;
import java.util.Map;
import java.util.Set;

/** Every application was asked for its verdict. */
@SuppressWarnings("DoNotCallSuggester")
public final class Validated {
    Validated() {}

    /** With the verdicts: what a receipt is made of. */
    public CycleReport report() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Tells every application what is stored durably. Damaged and unjudged components are never told. A completion that fails is
     * reported and changes nothing about the backup.
     *
     * @param stored by application
     */
    public Completed complete(Map<String, Set<ComponentId>> stored) {
        throw new UnsupportedOperationException("not built yet");
    }
}
