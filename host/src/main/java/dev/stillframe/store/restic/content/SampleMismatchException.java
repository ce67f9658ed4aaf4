// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import java.io.IOException;

/** A chunk that was to be taken over is not what the file has there: something that had to lie still was changed. */
public final class SampleMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    SampleMismatchException(long offset) {
        super("the bytes at " + offset + " are not those of the backup before, though nothing says that they changed");
        this.offset = offset;
    }

    /** Where in the file the chunk begins, in bytes. */
    public long offset() {
        return offset;
    }
}
