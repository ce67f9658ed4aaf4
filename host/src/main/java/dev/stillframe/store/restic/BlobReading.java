// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.BlobPlace;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.pack.BlobCodec;
import dev.stillframe.store.restic.pack.BlobRun;
import dev.stillframe.store.restic.pack.PackReading;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads blobs from packs. Any thread. */
final class BlobReading {
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
        byte[] buffer = {};
        for (BlobRun run : BlobRun.of(blobs)) {
            buffer = buffer.length < run.length() ? new byte[run.length()] : buffer;
            run(pack, run, buffer, sink);
        }
    }

    private void run(FileId pack, BlobRun run, byte[] buffer, BlobSink sink) throws IOException {
        RepositoryException unread = null;
        try {
            packs.read(pack, run.offset(), buffer, run.length());
        } catch (RepositoryException e) {
            unread = e;
        }
        for (PackedBlob blob : run.blobs()) {
            deliver(pack, blob, run.at(blob), buffer, unread, sink);
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
