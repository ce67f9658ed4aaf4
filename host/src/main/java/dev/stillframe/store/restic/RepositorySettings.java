// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

/**
 * How this process works in a repository; nothing of it is kept there.
 *
 * @param compressionLevel zstd's, 1 to 19
 * @param packSize at which a pack is full, in bytes
 * @param connections how many packs are stored at the same time; the backend's number if it is 0
 */
public record RepositorySettings(int compressionLevel, int packSize, int connections) {
    private static final int MIB = 1 << 20;

    /** As restic: zstd's default level and packs of 16 MiB. */
    public static RepositorySettings defaults() {
        return new RepositorySettings(3, 16 * MIB, 0);
    }
}
