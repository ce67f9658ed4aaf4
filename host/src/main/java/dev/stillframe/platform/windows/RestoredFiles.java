// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

/** What became of a component's files in a restore: VSS_FILE_RESTORE_STATUS of vswriter.h. */
public enum RestoredFiles {
    /** None was touched. */
    NONE(1),
    /** All are there. */
    ALL(2),
    /** Some may have been replaced, and not all are there. */
    FAILED(3);

    private final int value;

    RestoredFiles(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }
}
