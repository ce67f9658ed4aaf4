// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

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

    /**
     * What a writer of the system itself offers for backup (Windows VSS), as it is now. May take minutes: every writer of
     * the system is asked.
     *
     * @param writer the VSS writer's class id
     * @throws WriterException if there are no such writers here, or they cannot be asked
     */
    default List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        throw new WriterException(
                "host.no-native-writers",
                "this system has no writers of its own to ask about {" + writer + "}",
                Retry.DOES_NOT_HELP,
                "VSS writers are a part of Windows");
    }

    /** Stops processes and lets them go on, as far as the host's rights reach. */
    default Processes processes() {
        throw new UnsupportedOperationException("this host stops no processes");
    }
}
