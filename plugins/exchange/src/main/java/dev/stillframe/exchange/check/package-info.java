// SPDX-License-Identifier: Apache-2.0
/** Judges databases, logs and checkpoints of the Extensible Storage Engine, each by itself and together. */
@NullMarked
package dev.stillframe.exchange.check;

import org.jspecify.annotations.NullMarked;
