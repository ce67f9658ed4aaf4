// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.retention;

import java.time.Instant;
import java.util.Set;

/**
 * A backup of one job of one host, as the rules see it.
 *
 * @param good whether it is what the job asked for: everything at or above its minimum, whole and undamaged
 * @param goodApplications those whose components are all at or above their minimum, whole and undamaged
 */
public record Candidate(String id, Instant time, boolean good, Set<String> goodApplications) {
    public Candidate {
        goodApplications = Set.copyOf(goodApplications);
    }
}
