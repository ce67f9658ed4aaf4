// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.bench;

import dev.stillframe.store.restic.chunk.Chunker;
import dev.stillframe.store.restic.chunk.GearChunker;
import dev.stillframe.store.restic.chunk.GearTable;
import dev.stillframe.store.restic.chunk.RabinChunker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Looking for the ends of chunks. */
@State(Scope.Benchmark)
public class Chunking {
    /** An irreducible polynomial of degree 53, as a repository of restic's has one. */
    private static final long POLYNOMIAL = 0x3DA3358B4DC173L;

    /** In what. */
    @Param({"RANDOM", "PAGES", "TEXT"})
    public Sample sample = Sample.RANDOM;

    private byte[] bytes = {};
    private Chunker gear = GearChunker.standard(GearTable.of(new byte[32]));
    private Chunker rabin = new RabinChunker(POLYNOMIAL);

    /** Makes the bytes. */
    @Setup
    public void prepare() {
        bytes = sample.bytes();
        gear = GearChunker.standard(GearTable.of(new byte[32]));
        rabin = new RabinChunker(POLYNOMIAL);
    }

    /** As Stillframe cuts. */
    @Benchmark
    public int gear() {
        return chunks(gear);
    }

    /** As restic cuts. */
    @Benchmark
    public int rabin() {
        return chunks(rabin);
    }

    private int chunks(Chunker chunker) {
        int count = 0;
        for (int at = 0; at < bytes.length; count++) {
            at += chunker.cut(bytes, at, bytes.length - at);
        }
        return count;
    }
}
