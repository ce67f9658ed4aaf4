// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.Level;
import java.util.List;

/**
 * All that a plan is made from.
 *
 * @param applications those that could be identified
 * @param missing those that could not, if the job goes on without them
 * @param offers what each provider can do for the applications' sources, the preferred provider first
 * @param acceptLive whether a component that should be held may be read live all the same
 * @param goOnWithout whether an application that cannot be planned is left out instead of failing the job
 * @param minimumGroup what the components must be able to claim together
 */
public record PlanRequest(
        String job,
        BackupType type,
        List<Identified> applications,
        List<Plan.Missing> missing,
        List<ProviderOffers> offers,
        boolean acceptLive,
        boolean goOnWithout,
        GroupClaim.Wanted minimumGroup) {
    public PlanRequest {
        applications = List.copyOf(applications);
        missing = List.copyOf(missing);
        offers = List.copyOf(offers);
    }

    /** An application with its components located on volumes. */
    public record Identified(
            String name, String writer, Level minimum, List<Located> components, List<Inventory.Notice> notices) {
        public Identified {
            components = List.copyOf(components);
            notices = List.copyOf(notices);
        }
    }

    /**
     * A component and where its files lie.
     *
     * @param sources one for each file set
     */
    public record Located(Component component, List<Source> sources) {
        public Located {
            sources = List.copyOf(sources);
        }
    }

    /** One provider's answer. */
    public record ProviderOffers(String provider, Offers offers) {}
}
