// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.Job;
import dev.stillframe.config.SnapshotCommands;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.PlanRequest.ProviderOffers;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.snapshot.live.LiveProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The snapshot providers of this host, the preferred first: a vendor's own and the operator's before ours, one instant before several. */
final class Providers {
    private static final Duration OFFER_LIMIT = Duration.ofMinutes(5);

    private final Map<String, BoundedProvider> byId = new LinkedHashMap<>();

    /**
     * @param vendors those that plugins bring
     * @param commands those that the operator configured
     * @param mounts where these mount
     */
    Providers(
            HostSystem system,
            List<SnapshotProvider> vendors,
            List<SnapshotCommands> commands,
            Path mounts,
            Clock clock) {
        List<SnapshotProvider> all = new ArrayList<>(vendors);
        all.addAll(system.providers(commands, mounts, clock));
        all.add(new LiveProvider(clock));
        for (SnapshotProvider provider : all) {
            byId.put(provider.id(), new BoundedProvider(provider, clock::nanoTime));
        }
    }

    Map<String, BoundedProvider> byId() {
        return Map.copyOf(byId);
    }

    List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /** What those that the job allows can do for these sources. */
    List<ProviderOffers> offers(Job job, List<Source> sources) throws StillframeException {
        List<ProviderOffers> all = new ArrayList<>();
        for (String id : job.providers().orElse(ids())) {
            BoundedProvider provider = byId.get(id);
            if (provider == null) {
                throw new StillframeException(
                        "plan.unknown-provider",
                        "job " + job.name() + " names the snapshot provider " + id + ", and there is none",
                        Retry.DOES_NOT_HELP,
                        "there are: " + String.join(", ", ids()));
            }
            Offers offers = Faults.result("provider " + id, provider.offer(sources, OFFER_LIMIT));
            all.add(new ProviderOffers(id, offers));
        }
        return all;
    }
}
