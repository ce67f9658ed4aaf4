// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

/** One stretch of a sparse file that has data, in bytes. */
public record Allocated(long offset, long length) {
    public long end() {
        return offset + length;
    }
}
