// SPDX-License-Identifier: Apache-2.0
/**
 * The cycle: prepare, [freeze, snapshot, thaw], gather, validate, complete, release. Its states are types and its
 * transitions their methods: {@link dev.stillframe.cycle.Coordinator} begins, {@link dev.stillframe.cycle.Prepared} is
 * what has to be closed.
 *
 * <p>The rule above all others: every freeze that was attempted is answered by a thaw or an abort before the freeze
 * timeout is over, whatever writers, providers, the journal or the thread that drives the cycle do.
 */
@NullMarked
package dev.stillframe.cycle;

import org.jspecify.annotations.NullMarked;
