// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import java.util.ArrayList;
import java.util.List;

/** Makes the state directory and the destinations. Doing it again changes nothing. */
public final class Initialising {
    private final Site site;

    public Initialising(Site site) {
        this.site = site;
    }

    /** Returns one line for each thing that is ready now. */
    public List<String> run() throws StillframeException {
        List<String> ready = new ArrayList<>();
        for (Destination destination : site.destinations()) {
            destination.init();
            ready.add("destination " + destination.location() + " is ready");
        }
        try (Occupation occupation = site.occupy("init")) {
            site.journal().open();
            ready.add("state directory " + site.configuration().stateDirectory() + " is ready, its snapshots are named "
                    + occupation.owner());
            return ready;
        }
    }
}
