// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import dev.stillframe.api.WriterException;

/** Opens sessions. */
@FunctionalInterface
public interface Sessions {
    /**
     * Opens a session of its own, never of a pool.
     *
     * @param doing what for, as in "cannot ..."
     */
    Session open(String doing) throws WriterException;
}
