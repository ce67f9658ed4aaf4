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

    /**
     * As much as fits into so many bytes, and no more than is of use.
     *
     * @param memory for the contents of a backup, or of a restore; packs come on top
     */
    public static DraftSettings within(long memory) {
        DraftSettings most = standard();
        int units = (int) Math.max(2, Math.min(memory / (16 * MIB), most.slabs()));
        int threads = Math.min(most.threads(), units - 1);
        return new DraftSettings(threads, 16 * MIB, units, Math.min(memory, most.fetched()), most.treeEntries());
    }
}
