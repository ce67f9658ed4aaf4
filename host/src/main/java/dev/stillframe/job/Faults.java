// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.runtime.call.Outcome;

/** Turns the outcomes of calls into a plugin into the host's problems. */
final class Faults {
    private Faults() {}

    static Problem problem(String subject, Fault fault) {
        return new Problem(fault.code(), subject + ": " + fault.message(), fault.retry(), fault.hint());
    }

    /** The result. */
    static <T> T result(String subject, Outcome<T> outcome) throws StillframeException {
        if (outcome instanceof Outcome.Returned<T> returned) {
            return returned.value();
        }
        Fault fault = outcome.failure().orElseThrow();
        throw new StillframeException(problem(subject, fault), fault.cause().orElse(null));
    }
}
