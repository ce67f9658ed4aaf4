// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.ThawAction;
import dev.stillframe.error.Problem;
import java.util.Optional;

/** What the host and its guard stand on. Whoever stops that, stops those who could let it go on. */
@FunctionalInterface
public interface Ground {
    /** Why what this action undoes must not be done; empty if it may. Any thread; does not block. */
    Optional<Problem> refuses(String application, ThawAction action);
}
