// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/** A part of a file, in bytes. */
public record FileRange(long offset, long length) {
    public long end() {
        return offset + length;
    }
}
