// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

/** A part of a file: where it begins and how long it is, in bytes, and what is known of it before it is read. */
public record Range(long offset, long length, State state) {
    /** What is known of a range. */
    public enum State {
        /** Has to be read. */
        DATA,
        /** Reads as zeros and takes no space. */
        HOLE,
        /** Proved to be the same as in the parent backup. */
        UNCHANGED
    }

    public long end() {
        return offset + length;
    }
}
