// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the host does by itself. Alone it is a guard that dies with the host. */
public final class HostGuard implements GuardLine {
    private final ActionRunner runner;

    // guarded by this
    private final Map<String, List<ThawAction>> armed = new HashMap<>();
    private final Set<String> over = new HashSet<>();

    public HostGuard(UndoSystem system) {
        runner = new ActionRunner(system);
    }

    @Override
    public Guard of(String application) {
        return new Guard() {
            @Override
            public void arm(ThawAction action) throws WriterException {
                HostGuard.this.arm(application, action);
            }

            @Override
            public void withdraw(ThawAction action) {
                HostGuard.this.withdraw(application, action);
            }
        };
    }

    @Override
    public synchronized List<ThawAction> armed(String application) {
        return List.copyOf(armed.getOrDefault(application, List.of()));
    }

    @Override
    public synchronized void disarm(String application) {
        over.add(application);
        armed.remove(application);
    }

    @Override
    public void spare(String application) {
        // it does not end its own process
    }

    @Override
    public Optional<Problem> watch(Duration limit) {
        return Optional.empty();
    }

    @Override
    public Optional<Problem> unwatch() {
        return Optional.empty();
    }

    @Override
    public void end(boolean settled) {
        // nothing outlives the cycle
    }

    @Override
    public List<Undone> undo(Collection<String> applications, Duration limit) {
        synchronized (this) {
            over.addAll(applications); // what is armed from now on would be undone by nobody
        }
        List<UndoRun> runs = new ArrayList<>();
        for (String application : applications) {
            List<ThawAction> actions = armed(application);
            if (!actions.isEmpty()) {
                runs.add(UndoRun.start(application, actions, runner));
            }
        }
        return UndoRun.await(runs, limit);
    }

    synchronized void arm(String application, ThawAction action) throws WriterException {
        if (over.contains(application)) {
            throw new WriterException(
                    "guard.over",
                    "application " + application + " armed an action after its hold was over",
                    Retry.DOES_NOT_HELP,
                    "");
        }
        armed.computeIfAbsent(application, name -> new ArrayList<>()).add(action);
    }

    synchronized void withdraw(String application, ThawAction action) {
        armed.getOrDefault(application, new ArrayList<>()).removeIf(action::equals);
    }

    /** Runs actions that an earlier life armed, last to first; for recovery. */
    public static List<Undone> undo(UndoSystem system, String application, List<ThawAction> actions, Duration limit) {
        return UndoRun.await(List.of(UndoRun.start(application, actions, new ActionRunner(system))), limit);
    }

    static Undone failed(String application, ThawAction action, String message) {
        Problem problem = new Problem(
                "guard.action",
                "application " + application + ": " + message,
                Retry.UNKNOWN,
                "check that the application runs, and run stillframe recover");
        return new Undone(application, action, Optional.of(problem));
    }
}
