// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.check;

import dev.stillframe.error.Problem;
import java.util.List;

/**
 * What a check came to.
 *
 * @param packs that the indexes know
 * @param packsRead whose every byte was read and proved
 * @param bytesRead of those
 * @param damages each names a file or blob and what is wrong with it; empty means that all is well
 * @param remarks what takes space and does no harm
 */
public record CheckReport(
        long snapshots,
        long blobs,
        long packs,
        long packsRead,
        long bytesRead,
        List<Problem> damages,
        List<Problem> remarks) {
    public CheckReport {
        damages = List.copyOf(damages);
        remarks = List.copyOf(remarks);
    }
}
