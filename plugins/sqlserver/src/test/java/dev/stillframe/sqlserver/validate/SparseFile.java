// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;

/** A file in memory of which only some pieces of 8 KiB exist; the rest is zero. It may be larger than any disk. */
public final class SparseFile implements ImageFile {
    static final int PIECE = 8192;

    private final SourcePath path;
    private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
    private long size;

    SparseFile(String path, long size) {
        this.path = SourcePath.of(path);
        this.size = size;
    }

    static SparseFile of(String path, byte[] bytes) {
        SparseFile file = new SparseFile(path, bytes.length);
        file.write(0, bytes);
        return file;
    }

    SparseFile copy() {
        SparseFile copy = new SparseFile(path.toString(), size);
        pieces.forEach((number, bytes) -> copy.pieces.put(number, bytes.clone()));
        return copy;
    }

    @Override
    public SourcePath path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer buffer, long at) {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        if (at >= size) {
            return -1;
        }
        int offset = (int) (at % PIECE);
        int length = (int) Math.min(Math.min(buffer.remaining(), PIECE - offset), size - at);
        byte[] piece = pieces.get(at / PIECE);
        buffer.put(piece == null ? new byte[length] : Arrays.copyOfRange(piece, offset, offset + length));
        return length;
    }

    void write(long at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            piece((at + i) / PIECE)[(int) ((at + i) % PIECE)] = bytes[i];
        }
    }

    public byte[] bytes(long at, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            byte[] piece = pieces.get((at + i) / PIECE);
            bytes[i] = piece == null ? 0 : piece[(int) ((at + i) % PIECE)];
        }
        return bytes;
    }

    void truncate(long to) {
        size = to;
    }

    private byte[] piece(long number) {
        return pieces.computeIfAbsent(number, none -> new byte[PIECE]);
    }
}
