// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Which blob lies where: all of a repository's indexes in one. About 56 bytes a blob. Any thread, several at once.
 *
 * <p>A blob may lie in several packs. Each place is a row with a number from 0, within its type; the first row of a blob
 * stands for the blob. Packs have numbers from 0 as well. Numbers stay as they are.
 */
public final class Index {
    /** No row. */
    public static final int NONE = HashRows.NONE;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<BlobType, BlobRows> blobs = new EnumMap<>(BlobType.class);
    private final HashRows packs = new HashRows();
    private final Map<FileId, int[]> files = new LinkedHashMap<>();

    public Index() {
        for (BlobType type : BlobType.values()) {
            blobs.put(type, new BlobRows(type));
        }
    }

    /** Adds a pack's blobs and returns the pack's number. What is known already stays as it is. */
    public int add(FileId pack, List<PackedBlob> packed) {
        lock.writeLock().lock();
        try {
            int known = packs.first(pack);
            int number = known == HashRows.NONE ? packs.add(pack) : known;
            for (PackedBlob blob : packed) {
                rows(blob.type()).add(number, blob);
            }
            return number;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Notes that a file in the repository says all of these packs, by number. */
    public void addFile(FileId file, int[] packNumbers) {
        lock.writeLock().lock();
        try {
            files.put(file, packNumbers.clone());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The files that say what is in here, and the numbers of their packs. */
    public Map<FileId, int[]> files() {
        return read(() -> new LinkedHashMap<>(files));
    }

    public boolean contains(BlobType type, BlobId id) {
        return row(type, id) != NONE;
    }

    public boolean containsPack(FileId pack) {
        return read(() -> packs.first(pack) != HashRows.NONE);
    }

    /** Any place of a blob. */
    public Optional<BlobPlace> find(BlobType type, BlobId id) {
        return read(() -> {
            int row = rows(type).first(id);
            return row == NONE ? Optional.<BlobPlace>empty() : Optional.of(placeOf(type, row));
        });
    }

    /** All places of a blob. */
    public List<BlobPlace> findAll(BlobType type, BlobId id) {
        return read(() -> {
            List<BlobPlace> places = new ArrayList<>(1);
            BlobRows rows = rows(type);
            for (int row = rows.first(id); row != NONE; row = rows.next(id, row)) {
                places.add(placeOf(type, row));
            }
            return places;
        });
    }

    /** The first row of a blob, which stands for it; {@link #NONE} if there is none. */
    public int row(BlobType type, BlobId id) {
        lock.readLock().lock();
        try {
            return rows(type).first(id);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** How many rows a type has. */
    public int count(BlobType type) {
        return read(() -> rows(type).count());
    }

    /** The blob of a row. */
    public PackedBlob blob(BlobType type, int row) {
        return read(() -> rows(type).blob(row));
    }

    /** The number of the pack of a row. */
    public int packNumber(BlobType type, int row) {
        return read(() -> rows(type).pack(row));
    }

    /** How many packs there are. */
    public int packCount() {
        return read(packs::count);
    }

    /** The pack of a number. */
    public FileId pack(int number) {
        return read(() -> packOf(number));
    }

    private BlobPlace placeOf(BlobType type, int row) {
        BlobRows rows = rows(type);
        return new BlobPlace(packOf(rows.pack(row)), rows.blob(row));
    }

    private FileId packOf(int number) {
        return FileId.ofWords(
                packs.word(number, 0), packs.word(number, 1), packs.word(number, 2), packs.word(number, 3));
    }

    private BlobRows rows(BlobType type) {
        BlobRows rows = blobs.get(type);
        if (rows == null) {
            throw new IllegalStateException("every type has rows");
        }
        return rows;
    }

    private <T> T read(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
