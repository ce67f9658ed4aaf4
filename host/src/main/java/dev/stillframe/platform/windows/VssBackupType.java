// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

/** VSS_BACKUP_TYPE of vss.h. */
public enum VssBackupType {
    FULL(1),
    INCREMENTAL(2),
    DIFFERENTIAL(3),
    LOG(4),
    COPY(5);

    private final int value;

    VssBackupType(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }
}
