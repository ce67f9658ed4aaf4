// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.util.List;

/** Ends what an earlier life of this host left: holds, snapshots, drafts. Runs at every start, too. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Recovery {
    public Recovery(Site site) {}

    /** Recovers; running it again does nothing more. */
    public Result run() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /**
     * What was done.
     *
     * @param done one line for each thing that was ended or removed
     * @param problems what could not be
     */
    public record Result(List<String> done, List<Problem> problems) {}
}
