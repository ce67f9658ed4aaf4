// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Every application knows that it is stored. What is left is to close. */
@SuppressWarnings("DoNotCallSuggester")
public final class Completed {
    Completed() {}

    public CycleReport report() {
        throw new UnsupportedOperationException("not built yet");
    }
}
