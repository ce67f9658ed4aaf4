// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.catalog.StateDirectory;

/** Proof that this process is the one that may change this host's holds, snapshots and drafts, until it is closed. */
record Occupation(StateDirectory.Occupied lock) implements AutoCloseable {
    /** Does nothing; a method that takes an occupation cannot be called without one. */
    void required() {}

    @Override
    public void close() {
        lock.close();
    }
}
