// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import dev.stillframe.tree.Sha256;
import java.security.MessageDigest;

/** The name of a blob: the SHA-256 of its plain bytes, before compression. */
public final class BlobId extends Hash {
    private BlobId(byte[] bytes, int at) {
        super(bytes, at);
    }

    private BlobId(long first, long second, long third, long fourth) {
        super(first, second, third, fourth);
    }

    /** From 32 bytes of an array. */
    public static BlobId at(byte[] bytes, int at) {
        return new BlobId(bytes, at);
    }

    public static BlobId ofWords(long first, long second, long third, long fourth) {
        return new BlobId(first, second, third, fourth);
    }

    /** @throws IllegalArgumentException if it is not 64 hexadecimal digits */
    public static BlobId parse(String hex) {
        return new BlobId(parseHex(hex), 0);
    }

    /** The name of these bytes. */
    public static BlobId of(byte[] bytes, int offset, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, offset, length);
        return new BlobId(digest.digest(), 0);
    }

    /** The name of these bytes. */
    public static BlobId of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }
}
