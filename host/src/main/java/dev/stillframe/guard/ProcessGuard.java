// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A guard process beside the host's own way of undoing. The host undoes as long as it can; the process does when the
 * pipe between them ends, and when a window lasts too long. Both know every action, and undoing twice is harmless.
 */
final class ProcessGuard implements GuardLine {
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final HostGuard host;
    private final GuardProcess process;
    private final Ground ground;

    ProcessGuard(HostGuard host, GuardProcess process, Ground ground) {
        this.host = host;
        this.process = process;
        this.ground = ground;
    }

    /** Gives every order once, so that the way is known to work and its classes are loaded. */
    void rehearse() throws StillframeException {
        List<String> action = Words.of(new ThawAction.EndWriterProcess());
        Optional<String> refused = process.ask(order("arm", "rehearsal", action))
                .or(() -> process.ask(List.of("spare", "rehearsal")))
                .or(() -> process.ask(order("withdraw", "rehearsal", action)))
                .or(() -> process.ask(List.of("disarm", "rehearsal")))
                .or(() -> watching(LEAVING))
                .or(() -> process.ask(List.of("unwatch")));
        if (refused.isPresent()) {
            process.end(LEAVING);
            throw new StillframeException(gone(refused.get()));
        }
    }

    @Override
    public Guard of(String application) {
        return new Guard() {
            @Override
            public void arm(ThawAction action) throws WriterException {
                ProcessGuard.this.arm(application, action);
            }

            @Override
            public void withdraw(ThawAction action) {
                host.withdraw(application, action);
                process.tell(order("withdraw", application, Words.of(action)));
            }
        };
    }

    private void arm(String application, ThawAction action) throws WriterException {
        if (action instanceof ThawAction.ContinueProcess stopped && stopped.pid() == process.pid()) {
            throw refused(application, "its hold would stop the guard");
        }
        Optional<Problem> taboo = ground.refuses(application, action);
        if (taboo.isPresent()) {
            Problem problem = taboo.get();
            throw new WriterException(problem.code(), problem.message(), problem.retry(), problem.hint());
        }
        host.arm(application, action);
        Optional<String> reason = process.ask(order("arm", application, Words.of(action)));
        if (reason.isPresent()) {
            throw refused(application, reason.get());
        }
    }

    @Override
    public List<ThawAction> armed(String application) {
        return host.armed(application);
    }

    @Override
    public void disarm(String application) {
        host.disarm(application);
        process.tell(List.of("disarm", Words.word(application)));
    }

    @Override
    public void spare(String application) {
        process.tell(List.of("spare", Words.word(application)));
    }

    @Override
    public List<Undone> undo(Collection<String> applications, Duration limit) {
        return host.undo(applications, limit);
    }

    @Override
    public Optional<Problem> watch(Duration limit) {
        return watching(limit).map(ProcessGuard::gone);
    }

    @Override
    public Optional<Problem> unwatch() {
        return process.ask(List.of("unwatch"))
                .map(reason -> reason.startsWith("the guard acted")
                        ? new Problem(
                                GuardLine.ACTED,
                                "the frozen window lasted too long, and the guard ended every hold",
                                Retry.HELPS,
                                "see what stopped the host; a longer freeze-timeout gives it more time")
                        : gone(reason));
    }

    @Override
    public void end(boolean settled) {
        if (settled) {
            process.tell(List.of("end"));
        }
        process.end(LEAVING);
    }

    private Optional<String> watching(Duration limit) {
        return process.ask(List.of("watch", Long.toString(limit.toMillis())));
    }

    private static List<String> order(String verb, String application, List<String> action) {
        List<String> order = new ArrayList<>(List.of(verb, Words.word(application)));
        order.addAll(action);
        return order;
    }

    private static Problem gone(String reason) {
        return new Problem(
                "guard.gone",
                reason + ": nobody would thaw if this process were killed",
                Retry.HELPS,
                "see what killed or stopped the process named \"stillframe guard\"");
    }

    private static WriterException refused(String application, String reason) {
        return new WriterException(
                "guard.refused",
                "application " + application + " cannot be held: " + reason,
                Retry.UNKNOWN,
                "nothing is frozen that the guard could not thaw");
    }
}
