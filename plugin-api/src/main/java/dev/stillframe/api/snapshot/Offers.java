// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.Grain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a provider can do for the sources it was asked about.
 *
 * @param offers each source stands in one at most
 * @param refusals why it cannot take the others, where there is something to say
 */
public record Offers(List<Offer> offers, List<Refusal> refusals) {
    public Offers {
        offers = List.copyOf(offers);
        refusals = List.copyOf(refusals);
    }

    /** Neither an offer nor a refusal: the files are no concern of the provider. */
    public static Offers none() {
        return new Offers(List.of(), List.of());
    }

    /**
     * Sources that are taken together.
     *
     * @param grain {@link Grain#ATOMIC} if all of them come at one instant
     * @param forecast how long taking them is expected to last, if that can be told
     * @param remarks what a plan should print, for example a command-line tool that will run
     */
    public record Offer(List<Source> sources, Grain grain, Optional<Duration> forecast, List<String> remarks) {
        public Offer {
            sources = List.copyOf(sources);
            remarks = List.copyOf(remarks);
        }
    }

    /** A source that cannot be taken although the filesystem is of the right kind. */
    public record Refusal(Source source, String reason, String hint) {}
}
