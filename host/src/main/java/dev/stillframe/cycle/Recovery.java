// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent.Holder;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.HostGuard;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.runtime.call.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Undoes what earlier lives of this host left behind. Idempotent. To be used only by the one process that holds the
 * state directory's lock: with it, every cycle of this owner that is not named as living is dead.
 */
public final class Recovery {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String owner;
    private final Journal journal;
    private final UndoSystem system;
    private final Map<String, BoundedProvider> providers;

    /** @param providers by their id */
    public Recovery(String owner, Journal journal, UndoSystem system, Map<String, BoundedProvider> providers) {
        this.owner = owner;
        this.journal = journal;
        this.system = system;
        this.providers = Map.copyOf(providers);
    }

    /**
     * Undoes holds first, of all cycles; then removes snapshots and ends intents. What fails is reported, and its intent
     * stays open for the next time.
     *
     * @param living ids of cycles that run in this process: they are not touched
     * @param volumes where snapshots are looked for beside those that the journal knows
     * @throws StillframeException if the journal cannot be read
     */
    public RecoveryReport recover(Set<String> living, List<Volume> volumes) throws StillframeException {
        List<Cleaning> cleanings = new ArrayList<>();
        for (Intent intent : journal.open()) {
            if (intent.owner().equals(owner) && !living.contains(intent.cycle())) {
                cleanings.add(new Cleaning(intent));
            }
        }
        cleanings.forEach(this::thaw);
        cleanings.forEach(this::clean);
        cleanings.forEach(this::end);
        Cleaning strays = new Cleaning();
        for (BoundedProvider provider : providers.values()) {
            remove(strays, provider, volumes, cycle -> !living.contains(cycle));
        }
        cleanings.add(strays);
        return new RecoveryReport(
                cleanings.stream().flatMap(one -> one.undone.stream()).toList(),
                cleanings.stream().flatMap(one -> one.released.stream()).toList(),
                cleanings.stream().flatMap(one -> one.ended.stream()).toList(),
                cleanings.stream().flatMap(one -> one.problems.stream()).toList());
    }

    /** What is done for one dead cycle, or for snapshots that no cycle of the journal made. */
    private static final class Cleaning {
        final Optional<Intent> intent;
        final List<ThawAction> undone = new ArrayList<>();
        final List<OwnedSnapshot> released = new ArrayList<>();
        final List<String> ended = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();

        Cleaning() {
            intent = Optional.empty();
        }

        Cleaning(Intent intent) {
            this.intent = Optional.of(intent);
        }

        List<Holder> holders() {
            return intent.map(Intent::holders).orElse(List.of());
        }

        List<SnapshotToCome> snapshots() {
            return intent.map(Intent::snapshots).orElse(List.of());
        }
    }

    private void thaw(Cleaning cleaning) {
        for (Holder holder : cleaning.holders()) {
            HostGuard.undo(system, holder.application(), holder.armed(), limit(holder))
                    .forEach(undone -> {
                        if (undone.problem().isEmpty()) {
                            cleaning.undone.add(undone.action());
                        }
                        undone.problem().ifPresent(cleaning.problems::add);
                    });
        }
    }

    private void clean(Cleaning cleaning) {
        String dead = cleaning.intent.map(Intent::cycle).orElse("");
        for (SnapshotToCome snapshot : cleaning.snapshots()) {
            BoundedProvider provider = providers.get(snapshot.provider());
            if (provider == null) {
                cleaning.problems.add(new Problem(
                        "recover.provider",
                        "cycle " + dead + " may have left snapshots of provider " + snapshot.provider()
                                + ", which is not there",
                        Retry.DOES_NOT_HELP,
                        "install the provider again and run stillframe recover"));
            } else {
                remove(cleaning, provider, snapshot.volumes(), dead::equals);
            }
        }
    }

    private void end(Cleaning cleaning) {
        if (cleaning.problems.isEmpty() && cleaning.intent.isPresent()) {
            String cycle = cleaning.intent.get().cycle();
            try {
                journal.ended(cycle, Journal.Ending.RECOVERED);
                cleaning.ended.add(cycle);
            } catch (StillframeException e) {
                cleaning.problems.add(e.problem());
            }
        }
    }

    private void remove(Cleaning cleaning, BoundedProvider provider, List<Volume> volumes, Predicate<String> dead) {
        if (volumes.isEmpty()) {
            return;
        }
        Outcome<List<OwnedSnapshot>> owned = provider.owned(owner, volumes, LIMIT);
        owned.failure().map(Chronicle::problem).ifPresent(cleaning.problems::add);
        for (OwnedSnapshot snapshot : owned.result().orElse(List.of())) {
            if (snapshot.owner().equals(owner) && dead.test(snapshot.cycle())) {
                Optional<Fault> fault = provider.release(snapshot, LIMIT).failure();
                fault.map(Chronicle::problem).ifPresent(cleaning.problems::add);
                if (fault.isEmpty()) {
                    cleaning.released.add(snapshot);
                }
            }
        }
    }

    /** A command has its own limit; everything else is one system call. */
    private static Duration limit(Holder holder) {
        return holder.armed().stream()
                .map(action -> action instanceof ThawAction.Run run ? run.limit() : Duration.ZERO)
                .reduce(Duration.ofSeconds(10), Duration::plus);
    }
}
