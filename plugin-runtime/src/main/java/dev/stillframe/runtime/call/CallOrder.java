// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import java.util.Locale;
import java.util.Optional;

/** The order of a participant's calls: each at most once, and none after one that did not return well. */
final class CallOrder {
    /** The calls, in order. */
    enum Step {
        PREPARE,
        FREEZE,
        THAW,
        GATHER,
        VALIDATE,
        COMPLETE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // guarded by this
    private Optional<Step> last = Optional.empty();
    private boolean broken;
    private boolean aborted;

    /**
     * Notes that a call is about to be made.
     *
     * @return why it must not be made; empty if it may
     * @throws IllegalStateException if it is not its turn
     */
    synchronized Optional<String> next(Step step) {
        if (broken || aborted) {
            return Optional.of(aborted ? "it was aborted" : "an earlier call failed");
        }
        boolean turn = switch (step) {
            case PREPARE -> last.isEmpty();
            case FREEZE, GATHER -> lastIs(Step.PREPARE) || (step == Step.GATHER && lastIs(Step.THAW));
            case THAW -> lastIs(Step.FREEZE);
            case VALIDATE -> lastIs(Step.GATHER);
            case COMPLETE -> lastIs(Step.VALIDATE);
        };
        if (!turn) {
            throw new IllegalStateException(
                    step.word() + " out of turn: after " + last.map(Step::word).orElse("join"));
        }
        last = Optional.of(step);
        return Optional.empty();
    }

    /** The call that was made last did not return well. */
    synchronized void failed() {
        broken = true;
    }

    synchronized void aborted() {
        aborted = true;
    }

    private boolean lastIs(Step step) {
        return last.isPresent() && last.get() == step;
    }
}
