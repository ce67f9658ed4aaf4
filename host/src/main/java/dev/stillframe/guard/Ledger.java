// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.ThawAction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a guard noted about its cycle: lines as {@code guard.pl} writes them. Its end may be missing, because the guard was
 * killed while it wrote.
 *
 * @param pid the guard's process, and when it started: field 22 of its stat, see proc_pid_stat(5)
 * @param entries in the order of arming
 * @param acted when and why it began to act the last time; empty if it never did
 */
public record Ledger(String cycle, long pid, long startTicks, List<Entry> entries, Optional<Acted> acted) {
    public Ledger {
        entries = List.copyOf(entries);
    }

    /** An action, and what became of it. */
    public record Entry(String application, ThawAction action, State state, String failure) {
        private Entry with(State next, String why) {
            return new Entry(application, action, next, why);
        }
    }

    /** What became of an action. */
    public enum State {
        /** It may have to be undone. */
        ARMED,
        /** There is nothing to undo any more, the host said. */
        OVER,
        /** The guard undid it. */
        DONE,
        /** The guard could not undo it. */
        FAILED
    }

    /** That the guard acted by itself. */
    public record Acted(Instant at, String why) {}

    /** What the guard undid by itself, last to first of each application. */
    public List<Entry> done() {
        return entries.stream().filter(entry -> entry.state() == State.DONE).toList();
    }

    /** Whether an action was armed, and nothing has made it unnecessary. Empty if the guard never heard of it. */
    Optional<Boolean> owes(String application, ThawAction action) {
        List<String> sought = Words.of(action); // in words, because their limits are coarser
        List<Entry> same = entries.stream()
                .filter(entry -> entry.application().equals(application)
                        && Words.of(entry.action()).equals(sought))
                .toList();
        return same.isEmpty() ? Optional.empty() : Optional.of(same.stream().anyMatch(Ledger::owed));
    }

    /**
     * What has to be undone for one application, in the order of arming: what the journal knows, unless the guard knows
     * better, and what only the guard knows.
     */
    public List<ThawAction> owed(String application, List<ThawAction> journaled) {
        List<ThawAction> owed = new ArrayList<>();
        for (ThawAction action : journaled) {
            if (owes(application, action).orElse(true)) {
                owed.add(action);
            }
        }
        List<List<String>> known = journaled.stream().map(Words::of).toList();
        for (Entry entry : entries) {
            boolean unknown = !known.contains(Words.of(entry.action()));
            if (unknown && owed(entry) && entry.application().equals(application)) {
                owed.add(entry.action());
            }
        }
        return owed;
    }

    /** Everybody who armed something, in the order of arming. */
    public List<String> applications() {
        return entries.stream().map(Entry::application).distinct().toList();
    }

    private static boolean owed(Entry entry) {
        boolean open = entry.state() == State.ARMED || entry.state() == State.FAILED;
        return open
                && !(entry.action()
                        instanceof ThawAction.EndWriterProcess); // whoever reads this knows its host is dead
    }

    /** @throws IllegalArgumentException if a whole line is none of those that a guard writes */
    static Ledger read(String cycle, String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        long pid = 0;
        long ticks = 0;
        List<Entry> entries = new ArrayList<>();
        Optional<Acted> acted = Optional.empty();
        for (String line :
                lines.subList(0, lines.size() - 1)) { // behind the last line end stands nothing, or a torn line
            List<String> words = Arrays.asList(line.split(" ", -1));
            try {
                switch (words.get(0)) {
                    case "guard" -> {
                        pid = Words.number(words.get(1));
                        ticks = Words.number(words.get(2));
                    }
                    case "armed" -> {
                        ThawAction action = Words.action(words.subList(3, words.size()));
                        require(Words.number(words.get(1)) == entries.size());
                        entries.add(new Entry(Words.text(words.get(2)), action, State.ARMED, ""));
                    }
                    case "spared", "disarmed" -> change(entries, words, State.OVER, "");
                    case "done" -> change(entries, words, State.DONE, "");
                    case "failed" -> change(entries, words, State.FAILED, Words.text(words.get(2)));
                    case "acting" ->
                        acted = Optional.of(
                                new Acted(Instant.ofEpochSecond(Words.number(words.get(1))), Words.text(words.get(2))));
                    case "acted" -> require(acted.isPresent());
                    default -> throw new IllegalArgumentException("no guard writes this");
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
                throw new IllegalArgumentException("the line \"" + line + "\": " + e.getMessage(), e);
            }
        }
        return new Ledger(cycle, pid, ticks, entries, acted);
    }

    private static void change(List<Entry> entries, List<String> words, State state, String failure) {
        int number = Math.toIntExact(Words.number(words.get(1)));
        entries.set(number, entries.get(number).with(state, failure));
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("out of order");
        }
    }
}
