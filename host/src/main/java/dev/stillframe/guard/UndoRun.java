// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.ThawAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One application's actions being run, last to first, on a thread of their own. */
final class UndoRun {
    private final String application;
    private final List<ThawAction> actions;
    private final ActionRunner runner;
    private final List<CompletableFuture<Undone>> results = new ArrayList<>();

    private UndoRun(String application, List<ThawAction> actions, ActionRunner runner) {
        this.application = application;
        this.actions = actions;
        this.runner = runner;
        for (int i = 0; i < actions.size(); i++) {
            results.add(new CompletableFuture<>());
        }
    }

    static UndoRun start(String application, List<ThawAction> actions, ActionRunner runner) {
        UndoRun run = new UndoRun(application, actions, runner);
        Thread thread = new Thread(run::work, "guard of " + application);
        thread.setDaemon(true);
        thread.start();
        return run;
    }

    /** What came of the actions of all runs, in the order they were run; those still running at the limit failed. */
    static List<Undone> await(List<UndoRun> runs, Duration limit) {
        CompletableFuture<?> all = CompletableFuture.allOf(
                runs.stream().flatMap(run -> run.results.stream()).toArray(CompletableFuture[]::new));
        boolean interrupted = Thread.interrupted(); // whoever was interrupted still wants the holds to end
        try {
            all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // what did not end is told below
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return runs.stream().flatMap(run -> run.results().stream()).toList();
    }

    private void work() {
        for (int i = actions.size() - 1; i >= 0; i--) {
            ThawAction action = actions.get(i);
            results.get(i).complete(attempt(action));
        }
    }

    private Undone attempt(ThawAction action) {
        try {
            runner.run(action);
            return new Undone(application, action, Optional.empty());
        } catch (Exception | LinkageError e) { // the next action must have its turn
            return HostGuard.failed(application, action, action + " failed: " + e.getMessage());
        }
    }

    private List<Undone> results() {
        List<Undone> known = new ArrayList<>();
        for (int i = actions.size() - 1; i >= 0; i--) {
            ThawAction action = actions.get(i);
            known.add(results.get(i).getNow(HostGuard.failed(application, action, action + " has not ended yet")));
        }
        return known;
    }
}
