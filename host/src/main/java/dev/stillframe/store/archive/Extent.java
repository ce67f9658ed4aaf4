// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

/** A part of a file that the archive holds, in bytes; what lies between extents reads as zeros. */
record Extent(long offset, long length) {
    Extent {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a part of a file: offset " + offset + ", length " + length);
        }
    }

    long end() {
        return offset + length;
    }
}
