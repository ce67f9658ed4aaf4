// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

/** The calls in which a writer can misbehave. */
enum Phase {
    OPEN,
    IDENTIFY,
    JOIN,
    PREPARE,
    FREEZE,
    THAW,
    GATHER,
    VALIDATE,
    COMPLETE,
    ABORT,
    CLOSE
}
