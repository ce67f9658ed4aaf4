// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses pieces that each stand alone and that, written one after the other, are one valid file: zstd frames (RFC
 * 8878, section 3) and gzip members (RFC 1952, section 2.2). Any thread.
 */
enum FrameCodec {
    /** Level 3, each frame with its size and its content's checksum. */
    ZSTD {
        @Override
        byte[] encode(byte[] plain, int length) {
            try (ZstdCompressCtx context = new ZstdCompressCtx()) {
                context.setLevel(3).setChecksum(true).setContentSize(true);
                byte[] stored = new byte[Math.toIntExact(Zstd.compressBound(length))];
                int size = context.compressByteArray(stored, 0, stored.length, plain, 0, length);
                return Arrays.copyOf(stored, size);
            }
        }

        @Override
        void decode(byte[] stored, byte[] plain) throws IOException {
            long size;
            try {
                size = Zstd.decompressByteArray(plain, 0, plain.length, stored, 0, stored.length);
            } catch (ZstdException e) {
                throw new IOException(e.getMessage(), e);
            }
            if (size != plain.length) {
                throw new IOException("holds " + size + " bytes instead of " + plain.length);
            }
        }
    },
    GZIP {
        @Override
        byte[] encode(byte[] plain, int length) throws IOException {
            ByteArrayOutputStream stored = new ByteArrayOutputStream(length / 2);
            try (GZIPOutputStream out = new GZIPOutputStream(stored, 1 << 16)) {
                out.write(plain, 0, length);
            }
            return stored.toByteArray();
        }

        @Override
        void decode(byte[] stored, byte[] plain) throws IOException {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored), 1 << 16)) {
                int size = in.readNBytes(plain, 0, plain.length);
                if (size != plain.length || in.read() >= 0) {
                    throw new IOException("does not hold " + plain.length + " bytes");
                }
            }
        }
    };

    abstract byte[] encode(byte[] plain, int length) throws IOException;

    /**
     * Fills {@code plain} from a whole frame, checking its checksum.
     *
     * @throws IOException if it is damaged or of another length
     */
    abstract void decode(byte[] stored, byte[] plain) throws IOException;
}
