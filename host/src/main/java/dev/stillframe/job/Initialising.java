// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import java.util.List;

/** Makes the state directory and the destination. Doing it again changes nothing. */
public final class Initialising {
    private final Site site;

    public Initialising(Site site) {
        this.site = site;
    }

    /** Returns one line for each thing that is ready now. */
    public List<String> run() throws StillframeException {
        site.destination().init();
        try (Occupation occupation = site.occupy("init")) {
            site.journal().open();
            return List.of(
                    "destination " + site.destination().location() + " is ready",
                    "state directory " + site.configuration().stateDirectory() + " is ready, its snapshots are named "
                            + occupation.owner());
        }
    }
}
