// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Component;
import dev.stillframe.api.Grain;
import dev.stillframe.api.snapshot.Offers.Offer;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.consistency.Level;
import dev.stillframe.consistency.Levels;
import dev.stillframe.plan.PlanRequest.Located;
import dev.stillframe.plan.PlanRequest.ProviderOffers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A way to take one component.
 *
 * @param picks which offer takes which of its sources
 */
record GrainChoice(Component component, Grain grain, List<Source> sources, List<Pick> picks, Level level) {

    /** A source and who takes it. */
    record Pick(String provider, Offer offer, Source source) {}

    /** Every way that exists, the finest grain first, torn ones included. */
    static List<GrainChoice> all(Located located, List<ProviderOffers> offers) {
        List<GrainChoice> choices = new ArrayList<>();
        for (Grain grain : Grain.values()) {
            List<Source> sources = located.sources().stream()
                    .filter(source -> source.files().takenAt().contains(grain))
                    .toList();
            Optional<Level> level = Levels.planned(located.component(), grain);
            if (!sources.isEmpty() && level.isPresent()) {
                picks(grain, sources, offers)
                        .map(picks -> new GrainChoice(located.component(), grain, sources, picks, level.orElseThrow()))
                        .ifPresent(choices::add);
            }
        }
        return choices;
    }

    boolean torn() {
        return Levels.torn(component.quiesce(), grain);
    }

    private static Optional<List<Pick>> picks(Grain grain, List<Source> sources, List<ProviderOffers> offers) {
        return switch (grain) {
            case ATOMIC -> together(sources, offers);
            case PER_FILE -> eachByItself(sources, offers, offered -> offered != Grain.LIVE);
            case LIVE -> eachByItself(sources, offers, offered -> offered == Grain.LIVE);
        };
    }

    private static Optional<List<Pick>> together(List<Source> sources, List<ProviderOffers> offers) {
        for (ProviderOffers provider : offers) {
            for (Offer offer : provider.offers().offers()) {
                if (offer.grain() == Grain.ATOMIC && offer.sources().containsAll(sources)) {
                    return Optional.of(sources.stream()
                            .map(source -> new Pick(provider.provider(), offer, source))
                            .toList());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<List<Pick>> eachByItself(
            List<Source> sources, List<ProviderOffers> offers, Predicate<Grain> wanted) {
        List<Pick> picks = new ArrayList<>();
        for (Source source : sources) {
            Optional<Pick> pick = offers.stream()
                    .flatMap(provider -> provider.offers().offers().stream()
                            .filter(offer -> wanted.test(offer.grain())
                                    && offer.sources().contains(source))
                            .map(offer -> new Pick(provider.provider(), offer, source)))
                    .findFirst();
            if (pick.isEmpty()) {
                return Optional.empty();
            }
            picks.add(pick.get());
        }
        return Optional.of(picks);
    }
}
