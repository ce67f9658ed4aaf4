// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory that can refuse. */
final class MemoryJournal implements Journal {
    final Map<String, Ending> endings = new ConcurrentHashMap<>();
    final List<Intent> intents = new CopyOnWriteArrayList<>();
    private final Map<String, List<Transition>> passed = new ConcurrentHashMap<>();
    volatile boolean full;
    volatile Runnable onCall = () -> {};

    /** What was noted of a cycle's window the last time. */
    List<Transition> transitions(String cycle) {
        return passed.getOrDefault(cycle, List.of());
    }

    @Override
    public void intend(Intent intent) throws StillframeException {
        onCall.run();
        if (full) {
            throw new StillframeException("journal.full", "cannot write the journal", Retry.UNKNOWN, "make room");
        }
        intents.add(intent);
    }

    @Override
    public void passed(String cycle, List<Transition> transitions) {
        onCall.run();
        passed.put(cycle, transitions);
    }

    @Override
    public void ended(String cycle, Ending ending) {
        onCall.run();
        endings.put(cycle, ending);
    }

    @Override
    public List<Intent> open() {
        return intents.stream()
                .filter(intent -> !endings.containsKey(intent.cycle()))
                .toList();
    }
}
