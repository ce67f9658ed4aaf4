// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/**
 * A page that a WAL record changes (access/xlogrecord.h).
 *
 * @param block its number in the fork
 * @param restored whether replay overwrites the page with an image from the record
 * @param initialised whether replay makes the page new without reading it
 */
public record BlockReference(RelationFork fork, long block, boolean restored, boolean initialised) {
    /** Whether replay of the record works whatever the page holds. */
    public boolean replaces() {
        return restored || initialised;
    }
}
