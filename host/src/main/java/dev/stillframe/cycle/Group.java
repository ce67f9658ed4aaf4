// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.error.Problem;
import dev.stillframe.runtime.call.Calls;
import dev.stillframe.runtime.call.PendingCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The applications of a cycle and the policy that decides what one failure means for the others. Nothing in the
 * contract lets one application depend on another, so with {@link OnFailure#CONTINUE} all others go on.
 */
record Group(List<Member> members, OnFailure policy) {

    /** Those that still take part. */
    List<Member> present() {
        return members.stream().filter(Member::isPresent).toList();
    }

    /** Everyone that ever joined and therefore may owe something. */
    Stream<Member> joined() {
        return members.stream().filter(member -> member.participant().isPresent());
    }

    /** Waits for calls as far as the policy needs it: until the first failure if that ends the cycle. */
    void await(Map<Member, ? extends PendingCall<?>> calls) {
        if (policy == OnFailure.ABORT) {
            Calls.awaitAllOrFirstFailure(calls.values());
        } else {
            Calls.awaitAll(calls.values());
        }
    }

    /**
     * Drops a member.
     *
     * @return why the cycle cannot go on without it; empty if it can
     */
    Optional<Problem> drop(Member member, Problem problem) {
        member.drop(problem);
        return policy == OnFailure.ABORT || present().isEmpty() ? Optional.of(problem) : Optional.empty();
    }
}
