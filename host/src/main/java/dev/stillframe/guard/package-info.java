// SPDX-License-Identifier: Apache-2.0
/**
 * The guard: knows how each hold can be undone from outside the writer, and does it when the writers' own calls do not.
 *
 * <p>It is two: {@link dev.stillframe.guard.HostGuard} in the host undoes after an abort, at once. {@code guard.pl}, a
 * process of its own, undoes when the host cannot: when the pipe between them ends, because the host was killed or
 * crashed, and when a frozen window lasts longer than its limit, because the host is stopped or hangs. An action is
 * acknowledged by both before the writer may act.
 *
 * <p>A {@link dev.stillframe.api.ThawAction.EndWriterProcess} is done by the process alone: writers live in the host's
 * own process, so that past the deadline the host is killed.
 *
 * <p>What the process has armed and did is in its {@link dev.stillframe.guard.Ledger}, for a recovery that comes when
 * both were killed.
 */
@NullMarked
package dev.stillframe.guard;

import org.jspecify.annotations.NullMarked;
