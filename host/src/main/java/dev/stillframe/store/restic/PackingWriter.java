// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.pack.BlobCodec;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Saves blobs that are new: hashes them, looks them up, compresses, seals and packs them. */
final class PackingWriter implements BlobWriter {
    private final Index index;
    private final BlobCodec codec;
    private final PackStore packs;
    private final IndexWriting indexes;
    private final Orphans orphans;

    /** Blobs that somebody saves just now, or that lie in packs that are not stored yet. */
    private final Set<Name> underWay = ConcurrentHashMap.newKeySet();

    private record Name(BlobType type, BlobId id) {}

    PackingWriter(Index index, BlobCodec codec, PackStore packs, IndexWriting indexes, Orphans orphans) {
        this.index = index;
        this.codec = codec;
        this.packs = packs;
        this.indexes = indexes;
        this.orphans = orphans;
        packs.whenStored(pack -> pack.blobs().forEach(blob -> underWay.remove(new Name(blob.type(), blob.id()))));
    }

    @Override
    public Saved save(BlobType type, byte[] bytes, int offset, int length) throws IOException {
        packs.refuseIfBroken();
        BlobId id = BlobId.of(bytes, offset, length);
        Name name = new Name(type, id);
        if (index.contains(type, id) || !underWay.add(name)) {
            return known(id);
        }
        if (index.contains(type, id) || adopted(type, id)) { // its pack may have been stored in between
            underWay.remove(name);
            return known(id);
        }
        int[] stored = {0};
        try {
            codec.seal(type, bytes, offset, length, (packed, packedLength, plainLength) -> {
                stored[0] = packedLength;
                packs.add(type, id, packed, packedLength, plainLength);
            });
        } catch (IOException | RuntimeException | Error e) {
            packs.breakOff(e); // others were told that this blob is being saved
            throw e;
        }
        return new Saved(id, true, stored[0]);
    }

    private static Saved known(BlobId id) {
        return new Saved(id, false, 0);
    }

    private boolean adopted(BlobType type, BlobId id) throws IOException {
        Optional<Orphans.Orphan> orphan;
        synchronized (orphans) {
            orphan = orphans.adopt(type, id);
            orphan.ifPresent(pack -> index.add(pack.pack(), pack.blobs()));
        }
        if (orphan.isPresent()) {
            indexes.add(orphan.get().pack(), orphan.get().blobs());
        }
        return orphan.isPresent() || index.contains(type, id);
    }

    @Override
    public void flush() throws IOException {
        packs.flush();
        indexes.flush();
    }

    @Override
    public void close() throws IOException {
        packs.close();
    }
}
