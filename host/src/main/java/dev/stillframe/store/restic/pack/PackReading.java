// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.pack;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads parts of packs, and says of a pack that is missing or too short that it is damaged. Any thread. */
public final class PackReading {
    /** Read with the header's length: enough for the headers of most packs. */
    private static final int EAGER = 8 << 10;

    private static final String SHORT = "store.short";

    private final Backend backend;
    private final Key key;

    public PackReading(Backend backend, Key key) {
        this.backend = backend;
        this.key = key;
    }

    /**
     * A pack's blobs, as its own header has them.
     *
     * @param size of the pack, in bytes
     * @throws RepositoryException if the header is damaged, or does not fit the size
     */
    public List<PackedBlob> header(FileId pack, long size) throws IOException {
        int eager = (int) Math.min(EAGER, size);
        if (eager < PackHeader.LENGTH_FIELD) {
            throw RepositoryException.damaged("pack " + pack, "it has only " + size + " bytes", null);
        }
        byte[] end = bytes(pack, size - eager, eager);
        int length = PackHeader.sealedLength(pack, end, eager - PackHeader.LENGTH_FIELD, size);
        int from = eager - PackHeader.LENGTH_FIELD - length;
        if (from < 0) {
            end = bytes(pack, size - PackHeader.LENGTH_FIELD - length, length);
            from = 0;
        }
        List<PackedBlob> blobs = PackHeader.open(pack, end, from, length, key);
        return fitting(pack, blobs, size);
    }

    /**
     * The blobs of a pack that was read whole, as its own header has them.
     *
     * @throws RepositoryException if the header is damaged, or does not fit the size
     */
    public List<PackedBlob> header(FileId pack, byte[] whole) throws RepositoryException {
        if (whole.length < PackHeader.LENGTH_FIELD) {
            throw RepositoryException.damaged("pack " + pack, "it has only " + whole.length + " bytes", null);
        }
        int end = whole.length - PackHeader.LENGTH_FIELD;
        int length = PackHeader.sealedLength(pack, whole, end, whole.length);
        return fitting(pack, PackHeader.open(pack, whole, end - length, length, key), whole.length);
    }

    private static List<PackedBlob> fitting(FileId pack, List<PackedBlob> blobs, long size) throws RepositoryException {
        long end = blobs.isEmpty() ? 0 : blobs.get(blobs.size() - 1).end();
        if (end + PackHeader.sealedSize(blobs) != size) {
            throw RepositoryException.damaged("pack " + pack, "its header does not fit its " + size + " bytes", null);
        }
        return blobs;
    }

    /** @throws RepositoryException if the pack is missing or ends before */
    public byte[] bytes(FileId pack, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(pack, offset, bytes, length);
        return bytes;
    }

    /**
     * Reads into the start of an array.
     *
     * @throws RepositoryException if the pack is missing or ends before
     */
    public void read(FileId pack, long offset, byte[] into, int length) throws IOException {
        try {
            backend.read(new Handle(Kind.DATA, pack.toString()), offset, ByteBuffer.wrap(into, 0, length));
        } catch (BackendException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                throw RepositoryException.damaged("pack " + pack, "it is missing", e);
            }
            if (e.problem().code().equals(SHORT)) {
                throw RepositoryException.damaged("pack " + pack, "it is too short", e);
            }
            throw e;
        }
    }
}
