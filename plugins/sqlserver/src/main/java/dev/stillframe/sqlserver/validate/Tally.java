// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

/** How many pages and blocks were looked at, and how they could be checked. One thread; tallies are added up. */
final class Tally {
    long pagesByChecksum;
    long pagesByTornBits;
    long pagesUnprotected;
    long pagesEncrypted;
    /** Pages of which a damaged map no longer says whether they are in use. */
    long pagesUnknown;

    /** Pages taken into use after the last checkpoint and never written: recovery formats them. */
    long pagesUnwritten;

    long blocksByChecksum;
    long blocksUnprotected;
    long blocksEncrypted;
    /** Blocks that fail, unless the database turns out to be encrypted. */
    long blocksSuspected;

    void add(Tally other) {
        pagesByChecksum += other.pagesByChecksum;
        pagesByTornBits += other.pagesByTornBits;
        pagesUnprotected += other.pagesUnprotected;
        pagesEncrypted += other.pagesEncrypted;
        pagesUnknown += other.pagesUnknown;
        pagesUnwritten += other.pagesUnwritten;
        blocksByChecksum += other.blocksByChecksum;
        blocksUnprotected += other.blocksUnprotected;
        blocksEncrypted += other.blocksEncrypted;
        blocksSuspected += other.blocksSuspected;
    }

    /** Proved good. */
    long checked() {
        return pagesByChecksum + pagesByTornBits + blocksByChecksum;
    }

    /** Carrying nothing to check them by, as they are. */
    long unverifiable() {
        return pagesUnprotected + pagesEncrypted + pagesUnknown + pagesUnwritten + blocksUnprotected + blocksEncrypted;
    }

    /** Whether most of the pages in use say that they are encrypted. */
    boolean mostlyEncrypted() {
        return pagesEncrypted > pagesByChecksum + pagesByTornBits + pagesUnprotected;
    }
}
