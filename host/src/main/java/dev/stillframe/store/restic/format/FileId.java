// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import dev.stillframe.tree.Sha256;
import java.security.MessageDigest;

/** The name of a file in a repository, its storage id: the SHA-256 of its bytes as they are stored. Packs, indexes,
 * snapshots, locks and keys have one. */
public final class FileId extends Hash {
    private FileId(byte[] bytes, int at) {
        super(bytes, at);
    }

    private FileId(long first, long second, long third, long fourth) {
        super(first, second, third, fourth);
    }

    /** From 32 bytes of an array. */
    public static FileId at(byte[] bytes, int at) {
        return new FileId(bytes, at);
    }

    public static FileId ofWords(long first, long second, long third, long fourth) {
        return new FileId(first, second, third, fourth);
    }

    /** @throws IllegalArgumentException if it is not 64 hexadecimal digits */
    public static FileId parse(String hex) {
        return new FileId(parseHex(hex), 0);
    }

    /** The name of these bytes. */
    public static FileId of(byte[] bytes, int offset, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, offset, length);
        return new FileId(digest.digest(), 0);
    }

    /** The name of these bytes. */
    public static FileId of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }
}
