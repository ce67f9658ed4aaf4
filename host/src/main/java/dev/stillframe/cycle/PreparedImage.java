// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Ready to freeze and to take the snapshots. */
@SuppressWarnings("DoNotCallSuggester")
public final class PreparedImage implements Prepared {
    PreparedImage() {}

    /**
     * Freezes the group tier by tier, takes the snapshots, and thaws in reverse. Returns when nothing is held any more.
     *
     * @throws CycleException if there is no image; nothing is held any more
     */
    public Imaged image() throws CycleException {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public CycleReport report() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
