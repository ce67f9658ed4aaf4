// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import java.util.List;
import java.util.Optional;

/**
 * The chunks that the parent backup has of a file, cut at multiples of one length: those that lie wholly in unchanged
 * ranges are taken over. Constant; any thread.
 */
public final class CarriedChunks {
    private final List<BlobId> ids;
    private final int unit;
    private final long size;

    private CarriedChunks(List<BlobId> ids, int unit, long size) {
        this.ids = ids;
        this.unit = unit;
        this.size = size;
    }

    /**
     * Looks every chunk up; reads none.
     *
     * @param unit the length that the file is cut into now
     * @param size of the file in the parent
     * @return empty if a chunk is not there, or the file was cut otherwise
     */
    public static Optional<CarriedChunks> of(Repository repository, List<BlobId> ids, int unit, long size) {
        if (ids.size() != (size + unit - 1) / unit) {
            return Optional.empty();
        }
        for (int i = 0; i < ids.size(); i++) {
            Optional<BlobPlace> place = repository.find(BlobType.DATA, ids.get(i));
            long length = Math.min(unit, size - (long) i * unit);
            if (place.isEmpty() || place.get().blob().size() != length) {
                return Optional.empty();
            }
        }
        return Optional.of(new CarriedChunks(ids, unit, size));
    }

    /** The chunk that begins at a multiple of the unit and has this length; empty if the parent has none like it. */
    Optional<BlobId> at(long offset, int length) {
        boolean there = offset % unit == 0 && offset < size && length == Math.min(unit, size - offset);
        return there ? Optional.of(ids.get((int) (offset / unit))) : Optional.empty();
    }
}
