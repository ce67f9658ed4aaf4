// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.Component;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.snapshot.Source;
import java.util.List;

/**
 * What one component has in an image.
 *
 * @param grain at which its sources were taken
 * @param sources its file sets that are taken at this grain, each with its volume
 */
public record ImageComponent(String application, Component component, Grain grain, List<Source> sources) {
    public ImageComponent {
        sources = List.copyOf(sources);
    }

    public ComponentKey key() {
        return new ComponentKey(application, component.id());
    }

    /** What its files may do while they are read. */
    Motion motion() {
        if (grain != Grain.LIVE) {
            return Motion.STILL;
        }
        return component.quiesce() instanceof Quiesce.BackupMode ? Motion.EXPECTED : Motion.WATCHED;
    }

    /** What files may do while they are read. */
    enum Motion {
        /** They are a snapshot: nothing moves. */
        STILL,
        /** The application recovers from it, also from files that come, go, grow and shrink meanwhile. */
        EXPECTED,
        /** They should not, so that it is found out and named. */
        WATCHED
    }
}
