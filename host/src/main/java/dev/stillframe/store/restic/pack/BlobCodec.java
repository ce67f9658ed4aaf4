// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Compresses and seals blobs, and the other way round. Any thread; close it, it holds memory that is not the JVM's. */
public final class BlobCodec implements AutoCloseable {
    private static final int VECTOR = 16;

    private final Key key;
    private final int level;
    private final ConcurrentLinkedQueue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ZstdDecompressCtx> decompressors = new ConcurrentLinkedQueue<>();

    /** @param level zstd's */
    public BlobCodec(Key key, int level) {
        this.key = key;
        this.level = level;
    }

    /** Takes a sealed blob. */
    @FunctionalInterface
    public interface Sealed {
        /**
         * @param bytes lent: another blob may be there after the call
         * @param length of the sealed blob, which begins at 0
         * @param plainLength of the blob if it is compressed, else 0
         */
        void accept(byte[] bytes, int length, int plainLength) throws IOException;
    }

    /**
     * Compresses and seals a blob. Data that compression does not make smaller is sealed as it is; trees are always
     * compressed, because restic's prune takes an uncompressed one for a leftover of version 1, over and over.
     */
    public void seal(BlobType type, byte[] bytes, int offset, int length, Sealed to) throws IOException {
        Workspace workspace = workspaces.poll();
        if (workspace == null) {
            workspace = new Workspace(level);
        }
        try {
            int room = Math.toIntExact(Zstd.compressBound(length));
            byte[] scratch = workspace.scratch(room + Key.OVERHEAD);
            int size = workspace.context.compressByteArray(scratch, VECTOR, room, bytes, offset, length);
            boolean compressed = length > 0 && (type == BlobType.TREE || size < length);
            if (!compressed) {
                System.arraycopy(bytes, offset, scratch, VECTOR, length);
                size = length;
            }
            key.seal(scratch, 0, size);
            to.accept(scratch, size + Key.OVERHEAD, compressed ? length : 0);
        } finally {
            workspaces.add(workspace);
        }
    }

    /**
     * Opens a blob and proves that it is what its name says.
     *
     * @param bytes the sealed blob lies at this position in them
     * @throws RepositoryException if it does not
     */
    public byte[] open(FileId pack, PackedBlob blob, byte[] bytes, int at) throws RepositoryException {
        try {
            byte[] content = key.open(bytes, at, blob.length());
            byte[] plain = blob.compressed() ? decompress(content, blob.plainLength()) : content;
            if (!BlobId.of(plain).equals(blob.id())) {
                throw damaged(pack, blob, "its bytes are not those of its name", null);
            }
            return plain;
        } catch (UnauthenticException | ZstdException e) {
            throw damaged(pack, blob, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] decompress(byte[] content, int plainLength) {
        if (content.length == 0) {
            throw new ZstdException(0, "its compression holds nothing");
        }
        long declared = Zstd.getFrameContentSize(content);
        if (declared > plainLength) { // before so much is allocated
            throw new ZstdException(0, "its compression holds " + declared + " bytes, not " + plainLength);
        }
        ZstdDecompressCtx context = decompressors.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            byte[] plain = new byte[plainLength];
            int size = context.decompressByteArray(plain, 0, plainLength, content, 0, content.length);
            if (size != plainLength) {
                throw new ZstdException(0, "its compression holds " + size + " bytes, not " + plainLength);
            }
            return plain;
        } finally {
            decompressors.add(context);
        }
    }

    private static RepositoryException damaged(FileId pack, PackedBlob blob, String why, @Nullable Exception cause) {
        return RepositoryException.damaged(blob.type().label() + " blob " + blob.id() + " in pack " + pack, why, cause);
    }

    @Override
    public void close() {
        for (Workspace w = workspaces.poll(); w != null; w = workspaces.poll()) {
            w.context.close();
        }
        for (ZstdDecompressCtx d = decompressors.poll(); d != null; d = decompressors.poll()) {
            d.close();
        }
    }

    /** What one thread needs to seal a blob, kept for the next. */
    private static final class Workspace {
        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private byte[] scratch = {};

        Workspace(int level) {
            context.setLevel(level);
        }

        byte[] scratch(int length) {
            if (scratch.length < length) {
                scratch = new byte[length];
            }
            return scratch;
        }
    }
}
