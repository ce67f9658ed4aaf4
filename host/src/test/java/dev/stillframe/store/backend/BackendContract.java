// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillframe.tree.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend does; each has a test that extends this. */
public abstract class BackendContract {
    protected Backend backend;

    /** Opens a backend without files, not created yet. */
    protected abstract Backend open() throws Exception;

    @BeforeEach
    final void create() throws Exception {
        backend = open();
        backend.create();
    }

    @AfterEach
    final void close() throws Exception {
        if (backend != null) {
            backend.close();
        }
    }

    @Test
    void aNewPlaceHasNoFiles() throws Exception {
        for (Kind kind : Kind.values()) {
            assertThat(backend.list(kind)).as("%s", kind).isEmpty();
        }
    }

    @Test
    void creatingAgainKeepsWhatIsThere() throws Exception {
        byte[] bytes = bytes("kept");
        backend.write(handle(Kind.DATA, bytes), Body.of(bytes));
        backend.write(Handle.CONFIG, Body.of(bytes));
        backend.create();
        assertThat(backend.readAll(handle(Kind.DATA, bytes), 100)).isEqualTo(bytes);
        assertThat(backend.readAll(Handle.CONFIG, 100)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsListedSizedAndRead(Kind kind) throws Exception {
        byte[] bytes = noise(1000, kind.name().length());
        Handle handle = kind == Kind.CONFIG ? Handle.CONFIG : handle(kind, bytes);
        backend.write(handle, Body.of(bytes));
        assertThat(backend.list(kind)).containsExactly(new Listed(handle, bytes.length));
        assertThat(backend.size(handle)).isEqualTo(bytes.length);
        assertThat(backend.readAll(handle, 1000)).isEqualTo(bytes);
        for (Kind other : Kind.values()) {
            assertThat(backend.list(other)).as("%s", other).hasSize(other == kind ? 1 : 0);
        }
    }

    @Test
    void anyPartOfAFileIsRead() throws Exception {
        byte[] bytes = noise(100_000, 1);
        Handle handle = handle(Kind.DATA, bytes);
        backend.write(handle, Body.of(bytes));
        assertThat(backend.read(handle, 0, 1)).containsExactly(bytes[0]);
        assertThat(backend.read(handle, 99_999, 1)).containsExactly(bytes[99_999]);
        assertThat(backend.read(handle, 12_345, 6_789)).isEqualTo(slice(bytes, 12_345, 6_789));
        assertThat(backend.read(handle, 0, 100_000)).isEqualTo(bytes);
        assertThat(backend.read(handle, 5, 0)).isEmpty();
    }

    @Test
    void aPartIsReadIntoWhatRemainsOfABuffer() throws Exception {
        byte[] bytes = noise(1000, 2);
        Handle handle = handle(Kind.DATA, bytes);
        backend.write(handle, Body.of(bytes));
        ByteBuffer buffer = ByteBuffer.allocateDirect(100).position(10).limit(60);
        backend.read(handle, 500, buffer);
        assertThat(buffer.remaining()).isZero();
        byte[] read = new byte[50];
        buffer.position(10).get(read);
        assertThat(read).isEqualTo(slice(bytes, 500, 50));
    }

    @Test
    void readingPastTheEndIsAFailureAndNotAShortAnswer() throws Exception {
        byte[] bytes = noise(1000, 3);
        Handle handle = handle(Kind.DATA, bytes);
        backend.write(handle, Body.of(bytes));
        assertFails(() -> backend.read(handle, 990, 11), Failure.PERMANENT, "store.short");
        assertFails(() -> backend.read(handle, 1000, 1), Failure.PERMANENT, "store.short");
        assertFails(() -> backend.read(handle, 5000, 1), Failure.PERMANENT, "store.short");
    }

    @Test
    void aFileThatIsLongerThanItMayBeIsNotReadIntoMemory() throws Exception {
        byte[] bytes = noise(1001, 4);
        Handle handle = handle(Kind.INDEX, bytes);
        backend.write(handle, Body.of(bytes));
        assertFails(() -> backend.readAll(handle, 1000), Failure.PERMANENT, "store.long");
        assertThat(backend.readAll(handle, 1001)).isEqualTo(bytes);
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        Handle handle = handle(Kind.LOCKS, new byte[0]);
        backend.write(handle, Body.of(new byte[0]));
        assertThat(backend.list(Kind.LOCKS)).containsExactly(new Listed(handle, 0));
        assertThat(backend.readAll(handle, 10)).isEmpty();
    }

    @Test
    void aFileOfManyMegabytesIsOneFile() throws Exception {
        byte[] bytes = noise((18 << 20) + 7, 5);
        Handle handle = handle(Kind.DATA, bytes);
        backend.write(handle, Body.of(bytes));
        assertThat(backend.list(Kind.DATA)).containsExactly(new Listed(handle, bytes.length));
        assertThat(backend.readAll(handle, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void partsOfAnArrayAreWrittenAsTheyAre() throws Exception {
        byte[] bytes = noise(1000, 6);
        byte[] part = slice(bytes, 100, 300);
        backend.write(handle(Kind.DATA, part), Body.of(bytes, 100, 300));
        assertThat(backend.readAll(handle(Kind.DATA, part), 300)).isEqualTo(part);
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        Handle none = handle(Kind.SNAPSHOTS, bytes("none"));
        for (Handle handle : List.of(none, Handle.CONFIG)) {
            assertFails(() -> backend.size(handle), Failure.NOT_FOUND, "store.missing");
            assertFails(() -> backend.read(handle, 0, 1), Failure.NOT_FOUND, "store.missing");
            assertFails(() -> backend.readAll(handle, 1), Failure.NOT_FOUND, "store.missing");
        }
    }

    @Test
    void whatExistsIsNotReplaced() throws Exception {
        backend.write(Handle.CONFIG, Body.of(bytes("first")));
        assertFails(() -> backend.write(Handle.CONFIG, Body.of(bytes("second"))), Failure.EXISTS, "store.exists");
        assertThat(backend.readAll(Handle.CONFIG, 100)).isEqualTo(bytes("first"));
    }

    @Test
    void whatWasRemovedIsGoneAndCanBeWrittenAgain() throws Exception {
        byte[] bytes = bytes("again");
        Handle handle = handle(Kind.LOCKS, bytes);
        for (int round = 0; round < 3; round++) {
            backend.write(handle, Body.of(bytes));
            backend.remove(handle);
            assertThat(backend.list(Kind.LOCKS)).isEmpty();
            assertFails(() -> backend.size(handle), Failure.NOT_FOUND, "store.missing");
            backend.remove(handle); // is not there, as wanted
        }
    }

    @Test
    void aListingHasEveryFileOnce() throws Exception {
        List<Listed> written = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            byte[] bytes = noise(i, i);
            Handle handle = handle(Kind.DATA, bytes);
            backend.write(handle, Body.of(bytes));
            written.add(new Listed(handle, i));
        }
        assertThat(backend.list(Kind.DATA)).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void ofManyWritersOfOneNameOneWins() throws Exception {
        int writers = 6;
        int rounds = 10;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < rounds; round++) {
                CyclicBarrier start = new CyclicBarrier(writers);
                List<Future<Boolean>> all = threads.invokeAll(IntStream.range(0, writers)
                        .mapToObj(i -> (Callable<Boolean>) () -> {
                            start.await();
                            return writes(Handle.CONFIG, bytes("writer " + i));
                        })
                        .toList());
                long won = 0;
                for (Future<Boolean> one : all) {
                    won += one.get() ? 1 : 0;
                }
                assertThat(new String(backend.readAll(Handle.CONFIG, 100), StandardCharsets.UTF_8))
                        .matches("writer [0-5]");
                if (backend.properties().exclusiveCreate()) {
                    assertThat(won).isEqualTo(1);
                } else {
                    assertThat(won).isPositive();
                }
                backend.remove(Handle.CONFIG);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sweepingLeavesFilesAlone() throws Exception {
        byte[] bytes = bytes("stays");
        for (Kind kind : Kind.values()) {
            backend.write(kind == Kind.CONFIG ? Handle.CONFIG : handle(kind, bytes), Body.of(bytes));
        }
        assertThat(backend.sweep(Duration.ZERO)).isEmpty();
        for (Kind kind : Kind.values()) {
            assertThat(backend.list(kind)).as("%s", kind).hasSize(1);
        }
    }

    private boolean writes(Handle handle, byte[] bytes) throws BackendException {
        try {
            backend.write(handle, Body.of(bytes));
            return true;
        } catch (BackendException e) {
            assertThat(e.failure()).isEqualTo(Failure.EXISTS);
            return false;
        }
    }

    public static void assertFails(ThrowingCallable call, Failure failure, String code) {
        assertThatThrownBy(call).asInstanceOf(type(BackendException.class)).satisfies(e -> {
            assertThat(e.failure()).isEqualTo(failure);
            assertThat(e.problem().code()).isEqualTo(code);
        });
    }

    public static Handle handle(Kind kind, byte[] bytes) {
        return new Handle(kind, Sha256.ofBytes(bytes).toString());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] slice(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
