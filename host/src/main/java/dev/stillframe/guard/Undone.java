// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.ThawAction;
import dev.stillframe.error.Problem;
import java.util.Optional;

/**
 * One emergency action that was run.
 *
 * @param problem why it failed; empty if it did what it can
 */
public record Undone(String application, ThawAction action, Optional<Problem> problem) {}
