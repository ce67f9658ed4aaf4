// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.prune;

/**
 * How thorough a prune is.
 *
 * @param mostUnused of the bytes that are needed, how many per cent more may stay unneeded in packs that are not worth
 *     being packed again; 0 packs all of them again
 */
public record PruneSettings(double mostUnused) {
    /** As restic. */
    public static PruneSettings standard() {
        return new PruneSettings(5);
    }
}
