// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Grain;
import dev.stillframe.api.snapshot.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sources that one provider takes together. */
public record PlannedSnapshot(
        String provider, Grain grain, List<Source> sources, Optional<Duration> forecast, List<String> remarks) {
    public PlannedSnapshot {
        sources = List.copyOf(sources);
        remarks = List.copyOf(remarks);
    }
}
