// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.error.Problem;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.runtime.call.PendingCall;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the outcomes of a group's calls mean outside the frozen window. */
final class Settling {
    private Settling() {}

    /** Waits for calls and drops those that did not return well. Returns why the cycle cannot go on. */
    static Optional<Problem> drop(Group group, Map<Member, ? extends PendingCall<?>> calls) {
        return each(group, calls, (member, result) -> {});
    }

    /** Waits for calls, hands over what they returned, and drops the others. Returns why the cycle cannot go on. */
    static <T> Optional<Problem> each(
            Group group, Map<Member, ? extends PendingCall<? extends T>> calls, BiConsumer<Member, T> well) {
        group.await(calls);
        Optional<Problem> ending = Optional.empty();
        for (Map.Entry<Member, ? extends PendingCall<? extends T>> one : calls.entrySet()) {
            PendingCall<? extends T> call = one.getValue();
            if (!call.isOver()) {
                continue; // its group failed meanwhile, and everyone will be aborted
            }
            call.outcome().result().ifPresent(result -> well.accept(one.getKey(), result));
            Optional<Fault> fault = call.outcome().failure();
            if (fault.isPresent()) {
                Optional<Problem> fatal = group.drop(one.getKey(), Chronicle.problem(fault.get()));
                ending = ending.or(() -> fatal);
            }
        }
        return Thread.currentThread().isInterrupted() ? Optional.of(FreezeLease.interrupted()) : ending;
    }
}
