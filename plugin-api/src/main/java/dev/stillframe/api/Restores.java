// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** Capability of a factory: takes part in a restore. Needs no running application. */
public interface Restores {
    /**
     * Makes the handle of one restore. Never blocks.
     *
     * <p>Thread: one at a time per factory.
     */
    Restorer restorer(RestoreRequest request, WriterContext context) throws WriterException;
}
