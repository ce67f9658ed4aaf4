// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.bench;

import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.crypto.UnauthenticException;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.pack.BlobCodec;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a chunk goes through on its way into a pack. */
@State(Scope.Benchmark)
public class Sealing {
    private static final int LEVEL = 3;

    /** Of what. */
    @Param({"RANDOM", "PAGES", "TEXT"})
    public Sample sample = Sample.RANDOM;

    private final Key key = Key.random();
    private final BlobCodec codec = new BlobCodec(key, LEVEL);
    private byte[] bytes = {};
    private byte[] sealed = {};

    /** Makes the bytes. */
    @Setup
    public void prepare() {
        bytes = sample.bytes();
        sealed = key.seal(bytes);
    }

    /** Its name: SHA-256. */
    @Benchmark
    public BlobId name() {
        return BlobId.of(bytes);
    }

    /** Encrypted and authenticated. */
    @Benchmark
    public byte[] seal() {
        return key.seal(bytes);
    }

    /** The way back. */
    @Benchmark
    public byte[] open() throws UnauthenticException {
        return key.open(sealed);
    }

    /** Compressed, encrypted and authenticated: returns how long it is then. */
    @Benchmark
    public int compressAndSeal() throws IOException {
        int[] length = {0};
        codec.seal(BlobType.DATA, bytes, 0, bytes.length, (packed, size, plain) -> length[0] = size);
        return length[0];
    }

    /** Gives the compressor's memory back. */
    @TearDown
    public void close() {
        codec.close();
    }
}
