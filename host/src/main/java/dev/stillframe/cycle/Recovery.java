// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.HostGuard;
import dev.stillframe.guard.Ledger;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.runtime.call.BoundedProvider;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.runtime.call.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Undoes what earlier lives of this host left behind. Idempotent. To be used only by the one process that holds the
 * state directory's lock: with it, every cycle of this owner that is not named as living is dead.
 */
public final class Recovery {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String owner;
    private final Journal journal;
    private final UndoSystem system;
    private final Ledgers ledgers;
    private final Map<String, BoundedProvider> providers;

    /**
     * @param ledgers what this owner's guards left
     * @param providers by their id
     */
    public Recovery(
            String owner, Journal journal, UndoSystem system, Ledgers ledgers, Map<String, BoundedProvider> providers) {
        this.owner = owner;
        this.journal = journal;
        this.system = system;
        this.ledgers = ledgers;
        this.providers = Map.copyOf(providers);
    }

    /**
     * Undoes holds first, of all cycles; then removes snapshots and ends intents. A guard that is still at it is waited
     * for: later it could thaw what a new cycle froze. What fails is reported, and its intent stays open for the next
     * time.
     *
     * @param living ids of cycles that run in this process: they are not touched
     * @param volumes where snapshots are looked for beside those that the journal knows
     * @throws StillframeException if the journal cannot be read
     */
    public RecoveryReport recover(Set<String> living, List<Volume> volumes) throws StillframeException {
        Cleaning strays = new Cleaning(Optional.empty(), Optional.empty());
        Map<String, Problem> busy = busy(living);
        Map<String, Ledger> left = left(living, strays.problems::add); // once more: now they have noted what they did
        List<Cleaning> cleanings = new ArrayList<>();
        for (Intent intent : journal.open()) {
            if (intent.owner().equals(owner) && !living.contains(intent.cycle())) {
                cleanings.add(new Cleaning(Optional.of(intent), Optional.ofNullable(left.remove(intent.cycle()))));
            }
        }
        left.values().forEach(ledger -> cleanings.add(new Cleaning(Optional.empty(), Optional.of(ledger))));
        cleanings.forEach(
                cleaning -> Optional.ofNullable(busy.get(cleaning.cycle())).ifPresent(cleaning.problems::add));
        cleanings.forEach(this::thaw);
        cleanings.forEach(this::clean);
        cleanings.forEach(this::end);
        for (BoundedProvider provider : providers.values()) {
            remove(strays, provider, volumes, cycle -> !living.contains(cycle));
        }
        cleanings.add(strays);
        return new RecoveryReport(
                cleanings.stream()
                        .flatMap(one -> one.ledger.stream())
                        .filter(ledger ->
                                ledger.acted().isPresent() && !ledger.done().isEmpty())
                        .toList(),
                cleanings.stream().flatMap(one -> one.undone.stream()).toList(),
                cleanings.stream().flatMap(one -> one.released.stream()).toList(),
                cleanings.stream().flatMap(one -> one.ended.stream()).toList(),
                cleanings.stream().flatMap(one -> one.problems.stream()).toList());
    }

    /** What is done for one dead cycle, or for snapshots that no cycle of the journal made. */
    private static final class Cleaning {
        final Optional<Intent> intent;
        final Optional<Ledger> ledger;
        final List<ThawAction> undone = new ArrayList<>();
        final List<OwnedSnapshot> released = new ArrayList<>();
        final List<String> ended = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();

        Cleaning(Optional<Intent> intent, Optional<Ledger> ledger) {
            this.intent = intent;
            this.ledger = ledger;
        }

        /** The dead cycle; empty if there is none. */
        String cycle() {
            return intent.map(Intent::cycle).or(() -> ledger.map(Ledger::cycle)).orElse("");
        }

        /** What may have to be undone, by application. */
        Map<String, List<ThawAction>> owed() {
            Map<String, List<ThawAction>> owed = new LinkedHashMap<>();
            intent.map(Intent::holders).orElse(List.of()).forEach(one -> owed.put(one.application(), one.armed()));
            ledger.ifPresent(known -> {
                known.applications().forEach(name -> owed.putIfAbsent(name, List.of()));
                owed.replaceAll(known::owed);
            });
            return owed;
        }

        List<SnapshotToCome> snapshots() {
            return intent.map(Intent::snapshots).orElse(List.of());
        }
    }

    private Map<String, Ledger> left(Set<String> living, Consumer<Problem> unreadable) throws StillframeException {
        Map<String, Ledger> left = new TreeMap<>();
        for (Ledger ledger : ledgers.all(unreadable)) {
            if (!living.contains(ledger.cycle())) {
                left.put(ledger.cycle(), ledger);
            }
        }
        return left;
    }

    /** Waits for the guards of dead hosts. Returns those that do not end. */
    private Map<String, Problem> busy(Set<String> living) throws StillframeException {
        Map<String, Problem> busy = new TreeMap<>();
        for (Ledger ledger : left(living, unreadable -> {}).values()) {
            if (!gone(ledger)) {
                busy.put(
                        ledger.cycle(),
                        new Problem(
                                "recover.guard",
                                "the guard of cycle " + ledger.cycle() + ", process " + ledger.pid()
                                        + ", is still there after " + LIMIT.toSeconds() + " s",
                                Retry.HELPS,
                                "see what it waits for; kill it if nothing helps, and run stillframe recover"));
            }
        }
        return busy;
    }

    /** Waits for the end of a guard whose host is dead. */
    private boolean gone(Ledger ledger) {
        try {
            for (long waited = 0; system.runs(ledger.pid(), ledger.startTicks()); waited += PAUSE.toMillis()) {
                if (waited >= LIMIT.toMillis()) {
                    return false;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void thaw(Cleaning cleaning) {
        if (!cleaning.problems.isEmpty()) {
            return; // whoever holds its place may still be at it
        }
        cleaning.owed()
                .forEach((application, armed) -> HostGuard.undo(system, application, armed, limit(armed))
                        .forEach(undone -> {
                            if (undone.problem().isEmpty()) {
                                cleaning.undone.add(undone.action());
                            }
                            undone.problem().ifPresent(cleaning.problems::add);
                        }));
    }

    private void clean(Cleaning cleaning) {
        String dead = cleaning.cycle();
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
        if (!cleaning.problems.isEmpty()) {
            return;
        }
        try {
            if (cleaning.intent.isPresent()) {
                String cycle = cleaning.intent.get().cycle();
                if (cleaning.ledger.isPresent()) {
                    journal.passed(cycle, undoings(cleaning.ledger.get()));
                }
                journal.ended(cycle, Journal.Ending.RECOVERED);
                cleaning.ended.add(cycle);
            }
            if (cleaning.ledger.isPresent()) {
                ledgers.remove(cleaning.ledger.get());
            }
        } catch (StillframeException e) {
            cleaning.problems.add(e.problem());
        }
    }

    /** What the guard did, as the journal keeps it. */
    private static List<Transition> undoings(Ledger ledger) {
        return ledger.acted()
                .map(acted -> ledger.done().stream()
                        .map(entry -> new Transition(acted.at(), Transition.Step.UNDONE, entry.application()))
                        .distinct()
                        .toList())
                .orElse(List.of());
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
    private static Duration limit(List<ThawAction> armed) {
        return armed.stream()
                .map(action -> action instanceof ThawAction.Run run ? run.limit() : Duration.ZERO)
                .reduce(Duration.ofSeconds(10), Duration::plus);
    }
}
