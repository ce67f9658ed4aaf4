// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.index.Index;
import dev.stillframe.store.restic.pack.PackReading;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packs that no index knows: a backup stored them and was killed before it stored their index, or another host is just
 * about to. A writer that needs a blob of theirs takes the whole pack into its own index instead of storing the blob
 * again. Both may say the same of a pack; restic lives with that, and prune puts it right.
 *
 * <p>They stay while a lock is held: only prune removes them, and it holds the repository alone. Not for several threads.
 */
final class Orphans {
    private record Name(BlobType type, BlobId id) {}

    /** A pack with its blobs. */
    record Orphan(FileId pack, List<PackedBlob> blobs) {}

    private final Map<Name, Orphan> byBlob = new HashMap<>();

    /** Reads the headers of all packs that the index does not know. */
    static Orphans find(Backend backend, PackReading packs, Index index) throws IOException {
        Orphans orphans = new Orphans();
        for (Listed listed : backend.list(Kind.DATA)) {
            FileId pack = FileId.parse(listed.handle().name());
            if (!index.containsPack(pack)) {
                orphans.read(pack, listed.size(), packs);
            }
        }
        return orphans;
    }

    private void read(FileId pack, long size, PackReading packs) throws IOException {
        List<PackedBlob> blobs;
        try {
            blobs = packs.header(pack, size);
        } catch (RepositoryException e) {
            return; // nothing refers to it: of no use, and no harm; a check names it
        }
        Orphan orphan = new Orphan(pack, blobs);
        blobs.forEach(blob -> byBlob.putIfAbsent(new Name(blob.type(), blob.id()), orphan));
    }

    /** The pack that has a blob, which with all its blobs is an orphan no more; empty if there is none. */
    Optional<Orphan> adopt(BlobType type, BlobId id) {
        Orphan orphan = byBlob.get(new Name(type, id));
        if (orphan != null) {
            orphan.blobs().forEach(blob -> byBlob.remove(new Name(blob.type(), blob.id()), orphan));
        }
        return Optional.ofNullable(orphan);
    }
}
