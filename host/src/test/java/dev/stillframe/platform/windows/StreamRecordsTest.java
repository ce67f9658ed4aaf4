// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.platform.windows.StreamRecord.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What BackupRead gives, as winbase.h describes it, in bytes that are made here. */
final class StreamRecordsTest {
    private static final int CONTAINS_SECURITY = 2;
    private static final StreamRecord SECURITY =
            new StreamRecord(Kind.SECURITY, CONTAINS_SECURITY, "", new byte[] {1, 0, 4, (byte) 0x80});
    private static final StreamRecord ZONE = new StreamRecord(
            Kind.ALTERNATE, 0, ":Zone.Identifier:$DATA", "[ZoneTransfer]".getBytes(StandardCharsets.US_ASCII));
    private static final StreamRecord REPARSE = new StreamRecord(Kind.REPARSE, 0, "", new byte[24]);

    @Test
    void whatBelongsToAFileIsKeptAndItsContentIsSkipped() throws IOException {
        Bytes stream = new Bytes(SECURITY, content(5_000_000_000L), ZONE, REPARSE);
        assertThat(StreamRecords.read(stream)).containsExactly(SECURITY, ZONE, REPARSE);
        assertThat(stream.skipped).containsExactly(5_000_000_000L);
    }

    @Test
    void theBlocksOfASparseFileAreItsContent() throws IOException {
        byte[] sparse = header(Kind.SPARSE_BLOCK.id(), 8, 8, 0);
        assertThat(StreamRecords.read(new Bytes(List.of(SECURITY.written(), sparse, ZONE.written()))))
                .containsExactly(SECURITY, ZONE);
    }

    @Test
    void aFileWithoutAnythingHasNothing() throws IOException {
        assertThat(StreamRecords.read(new Bytes(List.of()))).isEmpty();
    }

    @Test
    void halvesOfSurrogatePairsInAStreamsNameStay() throws IOException {
        byte[] name = {':', 0, 0, (byte) 0xd8, 'x', 0};
        byte[] record = ByteBuffer.allocate(20 + name.length)
                .put(header(Kind.ALTERNATE.id(), 0, 0, name.length))
                .put(name)
                .array();
        assertThat(StreamRecords.read(new Bytes(List.of(record))).get(0).name()).isEqualTo(":\ud800x");
    }

    @Test
    void aStreamThatEndsTooEarlyIsAnErrorWhereverItEnds() throws IOException {
        byte[] whole = bytes(SECURITY, ZONE, REPARSE);
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (StreamRecord record : List.of(SECURITY, ZONE, REPARSE)) {
            ends.add(ends.get(ends.size() - 1) + record.written().length);
        }
        for (int length = 0; length < whole.length; length++) {
            Bytes cut = new Bytes(List.of(java.util.Arrays.copyOf(whole, length)));
            if (ends.contains(length)) {
                assertThat(StreamRecords.read(cut)).hasSize(ends.indexOf(length));
            } else {
                assertThatThrownBy(() -> StreamRecords.read(cut))
                        .as("cut at %d", length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("end in the middle");
            }
        }
    }

    @Test
    void whatIsNotUnderstoodIsAnErrorAndNotLeftOut() {
        refused(header(4711, 0, 0, 0), "unknown kind 4711");
        refused(header(Kind.ALTERNATE.id(), 0, 4, 3), "name of 3");
        refused(header(Kind.ALTERNATE.id(), 0, 4, -2), "name of -2");
        refused(header(Kind.ALTERNATE.id(), 0, 4, 1 << 20), "name of 1048576");
        refused(header(Kind.SECURITY.id(), 0, -1, 0), "-1 bytes");
    }

    @Test
    void moreThanIsKeptInMemoryIsAnErrorThatNamesTheStream() {
        byte[] record = ByteBuffer.allocate(24)
                .put(header(Kind.ALTERNATE.id(), 0, StreamRecords.LARGEST + 1L, 4))
                .put(new byte[] {':', 0, 'x', 0})
                .array();
        refused(record, "its stream :x has " + (StreamRecords.LARGEST + 1L) + " bytes");
    }

    @Test
    void streamsWithoutEndAreAnError() {
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(header(Kind.LINK.id(), 0, 0, 0));
        }
        assertThatThrownBy(() -> StreamRecords.read(new Bytes(many))).hasMessageContaining("more than");
    }

    @Test
    void randomDamageIsFoundOrReadsAsSomethingThatCouldHaveBeenThere() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("damaged streams, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes(SECURITY, content(0), ZONE, REPARSE);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                List<StreamRecord> read = StreamRecords.read(new Bytes(List.of(damaged)));
                assertThat(read.stream().mapToInt(r -> r.bytes().length).sum()).isLessThanOrEqualTo(damaged.length);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(its|a|has).*stream.*");
            }
        }
    }

    @Test
    void everyAttributeBecomesTheSameStreamAgain() {
        WindowsStatus status = new WindowsStatus(
                0x21,
                java.time.Instant.parse("2020-01-02T03:04:05.678901200Z"),
                java.time.Instant.EPOCH,
                java.time.Instant.EPOCH,
                7,
                1,
                2,
                3);
        var attributes = WindowsAttributes.of(status, List.of(SECURITY, ZONE, REPARSE));
        assertThat(attributes.stream().flatMap(a -> WindowsAttributes.record(a).stream()))
                .containsExactlyInAnyOrder(SECURITY, ZONE, REPARSE);
        assertThat(attributes.stream().flatMap(a -> WindowsAttributes.attributes(a).stream()))
                .containsExactly(0x21);
        assertThat(attributes.stream().flatMap(a -> WindowsAttributes.created(a).stream()))
                .containsExactly(status.created());
        assertThat(attributes).isSortedAccordingTo(java.util.Comparator.comparing(a -> a.name()));
    }

    private static void refused(byte[] record, String why) {
        assertThatThrownBy(() -> StreamRecords.read(new Bytes(List.of(record))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static StreamRecord content(long size) {
        return new StreamRecord(Kind.DATA, (int) (size >>> 32), "", new byte[] {(byte) size});
    }

    private static byte[] header(int id, int attributes, long size, int nameLength) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(id)
                .putInt(attributes)
                .putLong(size)
                .putInt(nameLength)
                .array();
    }

    private static byte[] bytes(StreamRecord... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (StreamRecord record : records) {
            all.writeBytes(record.written());
        }
        return all.toByteArray();
    }

    /** Gives bytes a few at a time. The content of a file is not there: who reads it instead of skipping it reads on. */
    private static final class Bytes implements BackupStream {
        private final ByteBuffer bytes;
        private final List<Long> skipped = new ArrayList<>();

        Bytes(StreamRecord... records) {
            this(java.util.Arrays.stream(records)
                    .map(record -> record.kind() == Kind.DATA ? header(1, 0, 5_000_000_000L, 0) : record.written())
                    .toList());
        }

        Bytes(List<byte[]> parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(all::writeBytes);
            bytes = ByteBuffer.wrap(all.toByteArray());
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = Math.min(Math.min(length, 7), bytes.remaining());
            bytes.get(to, offset, count);
            return count;
        }

        @Override
        public void skip(long length) {
            skipped.add(length);
        }

        @Override
        public void close() {}
    }
}
