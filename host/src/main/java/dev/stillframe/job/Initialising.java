// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import java.util.List;

/** Makes the state directory and the destination. Doing it again changes nothing. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Initialising {
    public Initialising(Site site) {}

    /** Returns one line for each thing that was made or was there already. */
    public List<String> run() throws StillframeException {
        throw new UnsupportedOperationException();
    }
}
