// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Optional;

/**
 * Where a data file keeps its maps, and what they say. A page is in use if its extent is allocated in the global
 * allocation map (GAM, one bit an extent of eight pages, zero if allocated) and the page is in the page free space map
 * (PFS, one byte a page, bit 0x40). What is not in use may hold anything that was on the disk before.
 */
public final class Allocation {
    /** How many pages one GAM page describes; the next one begins each interval. */
    public static final int GAM_INTERVAL = 511_232;
    /** How many pages one PFS page describes; the next one begins each interval. */
    public static final int PFS_INTERVAL = 8088;

    private static final int EXTENT = 8;
    private static final int GAM_BITS = 194;
    private static final int PFS_BYTES = 100;
    private static final int PFS_ALLOCATED = 0x40;

    private Allocation() {}

    /** The GAM page that describes a page. */
    public static long gamPage(long page) {
        long interval = page / GAM_INTERVAL;
        return interval == 0 ? 2 : interval * GAM_INTERVAL;
    }

    /** The PFS page that describes a page. */
    public static long pfsPage(long page) {
        long interval = page / PFS_INTERVAL;
        return interval == 0 ? 1 : interval * PFS_INTERVAL;
    }

    /** What must be at a page's number, if a map or another fixed page is. Such pages are always in use. */
    public static Optional<PageType> fixed(long page, boolean primary) {
        if (page == 0) {
            return Optional.of(PageType.FILE_HEADER);
        }
        if (page == 9 && primary) {
            return Optional.of(PageType.BOOT);
        }
        boolean pfs = page == pfsPage(page);
        if (pfs && page >= GAM_INTERVAL && page % GAM_INTERVAL < 8) {
            return Optional.empty(); // nearly 4 TiB into a file both would lie here; nobody says which one does
        }
        if (pfs) {
            return Optional.of(PageType.PFS);
        }
        long inInterval = page % GAM_INTERVAL - (page < GAM_INTERVAL ? 2 : 0);
        return switch ((int) Math.min(inInterval, Integer.MAX_VALUE)) {
            case 0 -> Optional.of(PageType.GAM);
            case 1 -> Optional.of(PageType.SGAM);
            case 4 -> page < GAM_INTERVAL ? Optional.of(PageType.DIFFERENTIAL_MAP) : Optional.empty();
            case 5 -> page < GAM_INTERVAL ? Optional.of(PageType.BULK_CHANGE_MAP) : Optional.empty();
            case 6 -> page < GAM_INTERVAL ? Optional.empty() : Optional.of(PageType.DIFFERENTIAL_MAP);
            case 7 -> page < GAM_INTERVAL ? Optional.empty() : Optional.of(PageType.BULK_CHANGE_MAP);
            default -> Optional.empty();
        };
    }

    /** Whether a page is in use. Both maps are the ones that describe it. */
    public static boolean inUse(long page, byte[] gam, byte[] pfs) {
        int extent = (int) (page % GAM_INTERVAL) / EXTENT;
        boolean extentFree = (gam[GAM_BITS + extent / Byte.SIZE] >> (extent % Byte.SIZE) & 1) != 0;
        return !extentFree && (pfs[PFS_BYTES + (int) (page % PFS_INTERVAL)] & PFS_ALLOCATED) != 0;
    }

    /** A map's bytes, to be kept while other pages are read; torn bits are taken out. */
    public static byte[] map(DataPage page) {
        return page.contents();
    }
}
