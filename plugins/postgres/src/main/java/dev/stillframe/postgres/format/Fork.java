// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.util.Arrays;
import java.util.Optional;

/** One of the files that make a relation (common/relpath.h), in the order of their numbers. */
public enum Fork {
    MAIN(""),
    /** The free space map. */
    FSM("_fsm"),
    /** The visibility map. */
    VM("_vm"),
    /** What an unlogged relation is reset to by a recovery. */
    INIT("_init");

    private final String suffix;

    Fork(String suffix) {
        this.suffix = suffix;
    }

    static Optional<Fork> of(int number) {
        return number < values().length ? Optional.of(values()[number]) : Optional.empty();
    }

    static Optional<Fork> ofSuffix(String suffix) {
        return Arrays.stream(values())
                .filter(fork -> fork.suffix.equals(suffix))
                .findFirst();
    }

    /** What stands after the relation's number in a file's name. */
    public String suffix() {
        return suffix;
    }
}
