// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import dev.stillframe.api.Verdict;

/** What was proved about a component. */
public sealed interface Verification {
    /** The writer's validation ran to its end. */
    record Done(Verdict verdict) implements Verification {}

    /** There was no validation, or it could not be finished. */
    record NotDone(String reason) implements Verification {}

    /** Whether something was found that is wrong. */
    default boolean damaged() {
        return this instanceof Done done && done.verdict() instanceof Verdict.Damaged;
    }

    /** Whether a check ran that could have failed. */
    default boolean couldFail() {
        return this instanceof Done done && !(done.verdict() instanceof Verdict.Unverifiable);
    }
}
