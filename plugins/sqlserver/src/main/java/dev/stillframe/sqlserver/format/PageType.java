// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Optional;

/** What a page holds ("Pages and extents architecture guide"). */
public enum PageType {
    DATA(1),
    INDEX(2),
    TEXT_MIX(3),
    TEXT_TREE(4),
    SORT(7),
    GAM(8),
    SGAM(9),
    IAM(10),
    PFS(11),
    BOOT(13),
    SERVER_CONFIGURATION(14),
    FILE_HEADER(15),
    DIFFERENTIAL_MAP(16),
    BULK_CHANGE_MAP(17),
    /** Allocated by DBCC while it repairs. */
    DBCC_REPAIR(18),
    /** Reserved while an index is built. */
    PREALLOCATED(19),
    /** Seen in newer versions, undocumented. */
    UNNAMED_20(20);

    private final int number;

    PageType(int number) {
        this.number = number;
    }

    public static Optional<PageType> of(int number) {
        for (PageType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public int number() {
        return number;
    }
}
