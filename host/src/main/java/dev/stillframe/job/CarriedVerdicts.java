// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.LoadedPlugin;
import dev.stillframe.reader.Carry;
import dev.stillframe.reader.Comparing;
import dev.stillframe.reader.ComponentKey;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which verdicts of the backup before still hold for what has not changed since, and what is noted of this one's for the
 * next. A verdict is carried only if it was sound for as long as the bytes stay the same, if the very same plugin gave it,
 * and if it is not time to judge everything again. Whatever is in doubt is judged.
 */
final class CarriedVerdicts {
    private record Earlier(Instant allChecked, Predicate<SourcePath> files) {}

    private final Site site;
    private final Instant now;
    private final String from;
    private final Map<ComponentKey, Earlier> earlier;
    private final Optional<Carry> carry;

    private CarriedVerdicts(
            Site site, Instant now, String from, Map<ComponentKey, Earlier> earlier, Optional<Carry> carry) {
        this.site = site;
        this.now = now;
        this.from = from;
        this.earlier = earlier;
        this.carry = carry;
    }

    /** None: everything is judged. */
    static CarriedVerdicts none(Storing storing) {
        return new CarriedVerdicts(storing.site(), storing.name().time(), "", Map.of(), Optional.empty());
    }

    /** Those of the backup whose image is there to be compared with. */
    static CarriedVerdicts of(Storing storing, Bases.Chosen base, Comparing comparing) throws StillframeException {
        if (base.base().isEmpty() || storing.draft().parent().isEmpty()) {
            return none(storing);
        }
        Site site = storing.site();
        Instant now = storing.name().time();
        Map<ComponentKey, Earlier> earlier = new HashMap<>();
        try {
            Receipt parent = StoredBackups.receipt(storing.draft().parent().get());
            Duration limit = storing.job().changedRanges().fullValidation();
            for (ApplicationReceipt application : parent.applications()) {
                for (ComponentReceipt component : application.components()) {
                    lasting(component, now, limit)
                            .filter(known -> known.judge().equals(judge(site, application.writer())))
                            .ifPresent(known -> earlier.put(
                                    new ComponentKey(application.name(), new ComponentId(component.id())),
                                    new Earlier(known.allChecked(), BackedUp.judged(component))));
                }
            }
        } catch (StillframeException e) {
            return none(storing); // it was told when the draft was: what does not say what it is worth is worth nothing
        }
        Carry carry = new Carry(
                comparing,
                (key, path) -> Optional.ofNullable(earlier.get(key))
                        .filter(known -> known.files().test(path))
                        .isPresent(),
                storing.job().changedRanges().sample() / 100,
                new SecureRandom().nextLong());
        return new CarriedVerdicts(site, now, base.backup(), earlier, Optional.of(carry));
    }

    private static Optional<Receipt.Carry> lasting(ComponentReceipt component, Instant now, Duration limit) {
        return component
                .verification()
                .carry()
                .filter(carry -> component.verification().result().equals("sound")
                        && component.read().whole()
                        && carry.lasting()
                        && !carry.allChecked().isAfter(now)
                        && carry.allChecked().plus(limit).isAfter(now));
    }

    /** What the reader offers to a validation; empty if everything is judged. */
    Optional<Carry> carry() {
        return carry;
    }

    /** What the receipt says of a verdict. */
    Receipt.Carry noted(ComponentKey key, Verdict.Sound sound) throws StillframeException {
        boolean offered = carry.map(c -> c.offered(key) > 0).orElse(false);
        Optional<Instant> before =
                offered ? Optional.ofNullable(earlier.get(key)).map(Earlier::allChecked) : Optional.empty();
        boolean believed = offered || sound.carried() == 0; // else it passed over what was not offered
        return new Receipt.Carry(
                before.isPresent() ? from : "",
                sound.carried(),
                before.orElse(now),
                sound.lasting() && believed,
                judge(site, site.application(key.application()).writer()));
    }

    /** Empty if no plugin in use brings the writer. */
    private static String judge(Site site, String writer) {
        return site.plugins().pluginOf(writer).map(CarriedVerdicts::named).orElse("");
    }

    private static String named(LoadedPlugin plugin) {
        return String.join(" ", List.of(plugin.id(), plugin.version(), plugin.sha256()));
    }
}
