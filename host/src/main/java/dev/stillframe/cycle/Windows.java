// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.cycle.CycleReport.FrozenWindow;
import dev.stillframe.cycle.Transition.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the frozen window in what happened. */
final class Windows {
    private Windows() {}

    /** @param transitions in order of time */
    static Optional<FrozenWindow> of(List<Transition> transitions) {
        if (transitions.isEmpty()) {
            return Optional.empty();
        }
        Instant opened = transitions.get(0).at();
        Instant closed = transitions.get(transitions.size() - 1).at();
        Instant stood = transitions.stream()
                .filter(one -> one.step() == Step.FROZEN || one.step() == Step.FREEZE_FAILED)
                .map(Transition::at)
                .max(Instant::compareTo)
                .orElse(opened);
        return Optional.of(new FrozenWindow(opened, stood, closed));
    }
}
