// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.time.InstantSource;
import java.util.List;

/** What the host offers to a writer. Not for implementation by plugins. All methods may be called from any thread. */
public interface WriterContext {
    /** The application's name in the configuration. */
    String application();

    /** The only clock: tests inject their own. */
    InstantSource clock();

    /**
     * Who has files at or below these paths open, mapped or locked, as far as the host's rights reach: without them,
     * the answer names only what can be seen and {@link OpenFiles#complete()} is false.
     *
     * @throws WriterException if the system cannot be asked at all
     */
    OpenFiles openFiles(List<SourcePath> roots) throws WriterException;
}
