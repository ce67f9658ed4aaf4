// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.crypto.Scrypt;

/**
 * How this process works in a repository; nothing of it is kept there, except in new keys.
 *
 * @param hostname of this host, as new keys and locks name it; restic tells by it whether a lock's process is one of its
 *     own machine
 * @param compressionLevel zstd's, 1 to 19
 * @param packSize at which a pack is full, in bytes
 * @param connections how many packs are stored at the same time, at most the backend's number, which it also is if it is 0
 * @param scrypt what new keys cost to open; tests take less than the standard
 */
public record RepositorySettings(String hostname, int compressionLevel, int packSize, int connections, Scrypt scrypt) {
    private static final int MIB = 1 << 20;

    /** As restic: zstd's default level and packs of 16 MiB. */
    public static RepositorySettings defaults(String hostname) {
        return new RepositorySettings(hostname, 3, 16 * MIB, 0, Scrypt.standard());
    }
}
