// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.catalog.StateDirectory;

/**
 * The right to change this installation's holds, snapshots and drafts, until it is closed. Only who has it learns the
 * name that they are owned by.
 *
 * @param owner this installation's name in journals and snapshots
 */
record Occupation(StateDirectory.Occupied lock, String owner, HostSystem system) implements AutoCloseable {
    @Override
    public void close() {
        system.leave(owner);
        lock.close();
    }
}
