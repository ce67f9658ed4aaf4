// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.plan.Plan;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.BoundedWriter;
import java.util.Map;

/**
 * What a cycle needs to know and to call.
 *
 * @param id names the cycle on this host: at most 32 letters, digits and hyphens
 * @param owner names the installation, likewise; snapshots carry it
 * @param writers by the application's name; one for each application of the plan. The cycle does not close them
 * @param providers by their id; one for each that the plan uses. The cycle does not close them
 */
public record CycleSpec(
        String id,
        String owner,
        Plan plan,
        Map<String, BoundedWriter> writers,
        Map<String, BoundedProvider> providers,
        Timeouts timeouts,
        OnFailure onFailure) {
    public CycleSpec {
        writers = Map.copyOf(writers);
        providers = Map.copyOf(providers);
    }
}
