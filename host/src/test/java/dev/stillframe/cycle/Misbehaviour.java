// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** What a scripted writer does instead of what it should. */
enum Misbehaviour {
    /** Throws what the contract declares. */
    REFUSES,
    /** Throws what the contract does not declare. */
    THROWS_UNDECLARED,
    /** Throws an exception that cannot say what it is. */
    THROWS_UNPRINTABLE,
    LINKAGE_ERROR,
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    RETURNS_NULL,
    /** Hangs until it is interrupted. */
    HANGS,
    /** Hangs for ever and ignores interrupts. */
    HANGS_STUBBORNLY,
    /** Ignores interrupts, and does what it should when the test lets it go. */
    COMES_LATE;

    /** Whether the host has to stop waiting. */
    boolean hangs() {
        return this == HANGS || this == HANGS_STUBBORNLY || this == COMES_LATE;
    }
}
