// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Ready for the live files to be copied, in backup mode where an application has one: the held-copy shape. */
@SuppressWarnings("DoNotCallSuggester")
public final class PreparedCopy implements Prepared {
    PreparedCopy() {}

    /**
     * To be called after the live files were copied: collects what else belongs to the backup and leaves backup mode.
     *
     * @throws CycleException if the cycle cannot go on
     */
    public Collected gather() throws CycleException {
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
