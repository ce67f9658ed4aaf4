// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * What every page of one cluster's WAL must agree with.
 *
 * @param pageSize in bytes
 * @param segmentSize in bytes
 */
public record WalFormat(Release release, long systemIdentifier, int pageSize, int segmentSize) {
    /** The number of the segment that holds a position. */
    public long segment(long position) {
        return Long.divideUnsigned(position, segmentSize);
    }
}
