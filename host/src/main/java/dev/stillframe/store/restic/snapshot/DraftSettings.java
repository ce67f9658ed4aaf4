// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

/**
 * How much of the machine a repository's backups and restores may take.
 *
 * @param threads that hash, compress and seal; as many fetch at a restore
 * @param slabSize in bytes, the unit of memory that chunks lie in
 * @param slabs how many there are
 * @param fetched how many bytes are kept of what was fetched
 * @param treeEntries how many entries of folders are kept in memory
 */
public record DraftSettings(int threads, int slabSize, int slabs, long fetched, int treeEntries) {
    private static final int MIB = 1 << 20;

    public DraftSettings {
        if (threads < 1 || slabSize < 16 * MIB || slabs < 2 || fetched < 0 || treeEntries < 1) {
            throw new IllegalArgumentException("at least one thread and two slabs of 16 MiB: " + threads + ", "
                    + slabSize + ", " + slabs + ", " + fetched + ", " + treeEntries);
        }
    }

    /** All cores, and 16 MiB for each of them and 32 more; 96 MiB of what was fetched. */
    public static DraftSettings standard() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new DraftSettings(cores, 16 * MIB, cores + 2, 96L * MIB, 100_000);
    }
}
