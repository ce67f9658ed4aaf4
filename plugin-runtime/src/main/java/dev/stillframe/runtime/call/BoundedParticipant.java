// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A participant whose every call is bounded in time and made in the order of the contract: {@link
 * IllegalStateException} if the host itself breaks that order. Threads for its calls and for one abort are ready from
 * the beginning. After a call that did not return well, only abort and close are made. Any thread.
 */
public final class BoundedParticipant {
    private final String application;
    private final Participant participant;
    private final Callee callee;
    private final CallOrder order = new CallOrder();
    private Optional<PendingCall<?>> latest = Optional.empty(); // guarded by this

    /** @param closed called once when the participant is closed, however late that is */
    BoundedParticipant(String application, Participant participant, Runnable closed) {
        this.application = application;
        this.participant = participant;
        callee = new Callee("application " + application, true, participant::abort, () -> {
            try {
                participant.close();
            } finally {
                closed.run();
            }
            return Done.DONE;
        });
    }

    public String application() {
        return application;
    }

    /** Whether it has a hold. */
    public boolean freezable() {
        return participant instanceof Freezable;
    }

    public PendingCall<Done> prepare(NanoDeadline deadline) {
        return start(CallOrder.Step.PREPARE, deadline, () -> {
            participant.prepare(deadline);
            return Done.DONE;
        });
    }

    public PendingCall<Done> freeze(NanoDeadline deadline) {
        return start(CallOrder.Step.FREEZE, deadline, () -> {
            hold().freeze(deadline);
            return Done.DONE;
        });
    }

    public PendingCall<Thaw> thaw(NanoDeadline deadline) {
        return start(CallOrder.Step.THAW, deadline, () -> hold().thaw(deadline));
    }

    public PendingCall<Gathered> gather(NanoDeadline deadline) {
        return start(CallOrder.Step.GATHER, deadline, () -> participant.gather(deadline));
    }

    public PendingCall<Map<ComponentId, Verdict>> validate(BackupImage image, NanoDeadline deadline) {
        return start(CallOrder.Step.VALIDATE, deadline, () -> participant.validate(image, deadline));
    }

    public PendingCall<Done> complete(Set<ComponentId> stored, NanoDeadline deadline) {
        return start(CallOrder.Step.COMPLETE, deadline, () -> {
            participant.complete(stored, deadline);
            return Done.DONE;
        });
    }

    /**
     * Ends every hold, on a thread of its own: at any time, repeatedly, waiting for no other call. A call that runs is
     * abandoned; should it return after all, abort follows once more.
     */
    public PendingCall<Done> abort(NanoDeadline deadline) {
        order.aborted();
        return callee.abort(deadline);
    }

    /** Gives everything back. While a call hangs, close is left to its return, also beyond the deadline. */
    public PendingCall<Done> close(NanoDeadline deadline) {
        order.aborted();
        return callee.close(deadline);
    }

    /** Whether a call that was abandoned has still not returned. */
    boolean hangs() {
        return callee.hangs();
    }

    private synchronized <T> PendingCall<T> start(CallOrder.Step step, NanoDeadline deadline, Body<T> body) {
        if (latest.isPresent()
                && latest.get().isOver()
                && latest.get().outcome().failure().isPresent()) {
            order.failed();
        }
        Optional<String> refusal = order.next(step);
        if (refusal.isPresent()) {
            String message = "application " + application + " was not asked to " + step.word() + ": " + refusal.get();
            return PendingCall.refused(callee.name(), step.word(), "call.unusable", message, deadline);
        }
        PendingCall<T> call = callee.start(step.word(), deadline, body, late -> {});
        latest = Optional.of(call);
        return call;
    }

    private Freezable hold() {
        return (Freezable) participant;
    }
}
