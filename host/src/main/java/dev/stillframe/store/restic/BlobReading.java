// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.pack.BlobCodec;
import dev.stillframe.store.restic.pack.PackReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads blobs from packs. Any thread. */
final class BlobReading {
    /** Bytes between two blobs that are cheaper to read than another call is. */
    private static final int GAP = 64 << 10;

    /** Of one call; bounds the memory. A blob that is larger is read alone. */
    private static final int MOST = 8 << 20;

    private final PackReading packs;
    private final BlobCodec codec;

    BlobReading(PackReading packs, BlobCodec codec) {
        this.packs = packs;
        this.codec = codec;
    }

    /** Reads a blob from the first of these places where it is whole; there is at least one. */
    byte[] any(List<BlobPlace> places) throws IOException {
        try {
            return one(places.get(0).pack(), places.get(0).blob());
        } catch (RepositoryException e) {
            if (places.size() == 1) {
                throw e;
            }
            return any(places.subList(1, places.size()));
        }
    }

    private byte[] one(FileId pack, PackedBlob blob) throws IOException {
        return codec.open(pack, blob, packs.bytes(pack, blob.offset(), blob.length()), 0);
    }

    /** Reads several blobs of a pack, near ones together. */
    void several(FileId pack, List<PackedBlob> blobs, BlobSink sink) throws IOException {
        List<PackedBlob> sorted = new ArrayList<>(blobs);
        sorted.sort(Comparator.comparingLong(PackedBlob::offset));
        byte[] buffer = {};
        for (int from = 0; from < sorted.size(); ) {
            int to = from + 1;
            long start = sorted.get(from).offset();
            long end = sorted.get(from).end();
            while (to < sorted.size()
                    && sorted.get(to).offset() - end <= GAP
                    && sorted.get(to).end() - start <= MOST) {
                end = Math.max(end, sorted.get(to).end());
                to++;
            }
            int length = Math.toIntExact(end - start);
            buffer = buffer.length < length ? new byte[length] : buffer;
            group(pack, sorted.subList(from, to), start, buffer, length, sink);
            from = to;
        }
    }

    private void group(FileId pack, List<PackedBlob> blobs, long start, byte[] buffer, int length, BlobSink sink)
            throws IOException {
        RepositoryException unread = null;
        try {
            packs.read(pack, start, buffer, length);
        } catch (RepositoryException e) {
            unread = e;
        }
        for (PackedBlob blob : blobs) {
            deliver(pack, blob, (int) (blob.offset() - start), buffer, unread, sink);
        }
    }

    private void deliver(
            FileId pack, PackedBlob blob, int at, byte[] buffer, @Nullable RepositoryException unread, BlobSink sink)
            throws IOException {
        byte[] plain;
        try { // what cannot be read together may be read alone: a pack that ends too early has good blobs before
            plain = unread == null ? codec.open(pack, blob, buffer, at) : one(pack, blob);
        } catch (RepositoryException e) {
            sink.damaged(blob, e);
            return;
        }
        sink.blob(blob, plain);
    }
}
