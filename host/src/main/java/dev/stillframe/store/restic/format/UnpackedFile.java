// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What lies sealed in files that are no packs: since version 2 the byte 2 and JSON in one zstd frame, before that plain
 * JSON, which its first byte tells apart. Source: restic's doc/design.rst, "Unpacked Data Format". Any thread.
 */
public final class UnpackedFile {
    private static final byte COMPRESSED = 2;
    private static final int LEVEL = 3;
    /** Far above any index that a program writes; a damaged or foreign file must not fill the memory. */
    private static final int MOST = 512 << 20;

    private UnpackedFile() {}

    public static byte[] encode(byte[] json) {
        byte[] frame = Zstd.compress(json, LEVEL);
        byte[] encoded = new byte[frame.length + 1];
        encoded[0] = COMPRESSED;
        System.arraycopy(frame, 0, encoded, 1, frame.length);
        return encoded;
    }

    /**
     * @param what names the file, for the error
     * @throws RepositoryException if it is neither
     */
    public static byte[] decode(byte[] encoded, String what) throws RepositoryException {
        byte first = encoded.length == 0 ? 0 : encoded[0];
        return switch (first) {
            case '{', '[' -> encoded;
            case COMPRESSED -> decompress(encoded, what);
            default -> throw RepositoryException.damaged(what, "an encoding that is not known, " + first, null);
        };
    }

    private static byte[] decompress(byte[] encoded, String what) throws RepositoryException {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(encoded, 1, encoded.length - 1))) {
            byte[] json = in.readNBytes(MOST);
            if (in.read() >= 0) {
                throw RepositoryException.damaged(what, "it is larger than " + MOST + " bytes", null);
            }
            return json;
        } catch (RepositoryException e) {
            throw e;
        } catch (IOException e) {
            throw RepositoryException.damaged(what, "its compression does not read: " + e.getMessage(), e);
        }
    }
}
