// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import java.util.Map;

/** One restore through writers of the system itself. Calls come one after the other. */
interface NativeRestore extends AutoCloseable {
    /** Begins one; changes nothing yet. Where the system has no such writers there is none. */
    interface Opening {
        /**
         * Looks which writers are there.
         *
         * @param document that was kept with the backup
         * @param evidences of the components' holds, by a name of each
         */
        NativeRestore open(String document, Map<String, Map<String, String>> evidences) throws StillframeException;
    }

    /** What became of a component's files. */
    enum Outcome {
        NONE,
        ALL,
        FAILED
    }

    /** Where a backup keeps the document, beside each component that a writer held. */
    String DOCUMENT = "vss/backup-components.xml";

    /** The components whose writers take part, each with its writer's name. */
    Map<String, String> writers();

    /**
     * Prepares the writers.
     *
     * @throws StillframeException if one cannot be: nothing may be replaced, and they know
     */
    void before() throws StillframeException;

    /**
     * Tells the writers what became of the files; they recover them.
     *
     * @throws StillframeException if one could not
     */
    void after(Map<String, Outcome> files) throws StillframeException;

    /** Ends a restore that cannot go on. Nothing without {@link #before}, or after {@link #after}. */
    void giveUp(Outcome files);

    @Override
    void close();
}
