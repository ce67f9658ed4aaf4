// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** The bytes of one WAL record while they arrive page by page: checksummed, and kept as far as they are needed. */
final class RecordBytes {
    static final int HEADER = 24;

    private static final int CHECKSUM_AT = 20;
    private static final int HEADERS = 4096; // more than 33 block headers, the most a record has
    private static final int MAIN = 64 << 20;

    private final long length;
    private final long start;
    private final long previous;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer kept;
    private long received;
    private long end;

    /** @param previous where the record before begins; 0 if unknown */
    RecordBytes(long length, long start, long previous) {
        this.length = length;
        this.start = start;
        this.previous = previous;
        this.kept = ByteBuffer.allocate((int) Math.min(length, HEADERS)).order(ByteOrder.LITTLE_ENDIAN);
    }

    long received() {
        return received;
    }

    boolean complete() {
        return received == length;
    }

    /** After the last byte; of an abandoned record, where to go on. */
    long end() {
        return end;
    }

    /** The record is not whole and never will be: another follows at the position. */
    void abandon(long position) {
        end = position;
    }

    /** @param upTo the position after these bytes */
    void add(ByteBuffer part, long upTo) throws MalformedException {
        boolean headerWasThere = received >= HEADER;
        long before = received;
        received += part.remaining();
        end = upTo;
        keep(part.duplicate());
        if (received < HEADER) {
            return;
        }
        if (!headerWasThere) {
            checkHeader();
            part.position(part.position() + (int) (HEADER - before));
        }
        crc.update(part);
    }

    boolean switchesSegment() {
        return manager() == WalRecord.XLOG && info() == WalRecord.SWITCH;
    }

    /** Checks the whole record and takes it apart. */
    WalRecord decode(Lsn at, Lsn after, Release release) throws MalformedException {
        crc.update(kept.array(), 0, CHECKSUM_AT);
        if ((int) crc.getValue() != kept.getInt(CHECKSUM_AT)) {
            throw new MalformedException(String.format(
                    "the WAL record's checksum is %08x and should be %08x", kept.getInt(CHECKSUM_AT), crc.getValue()));
        }
        ByteBuffer readable = kept.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
        List<BlockReference> blocks = new ArrayList<>(2);
        int main = new BlockHeaders(readable, release).read(HEADER, length, blocks);
        boolean wanted = WalRecord.keepsMain(manager()) && kept.position() == length;
        byte[] data = wanted ? Arrays.copyOfRange(kept.array(), kept.position() - main, kept.position()) : new byte[0];
        return new WalRecord(at, after, manager(), info(), List.copyOf(blocks), data);
    }

    private void keep(ByteBuffer part) {
        fill(part);
        if (part.hasRemaining() && WalRecord.keepsMain(manager())) {
            long wanted = Math.max(2L * kept.capacity(), (long) kept.position() + part.remaining());
            int capacity = (int) Math.min(Math.min(length, MAIN), wanted);
            if (capacity > kept.capacity()) {
                int position = kept.position();
                kept = ByteBuffer.wrap(Arrays.copyOf(kept.array(), capacity)).order(ByteOrder.LITTLE_ENDIAN);
                kept.position(position);
            }
            fill(part);
        }
    }

    private void fill(ByteBuffer part) {
        int share = Math.min(part.remaining(), kept.remaining());
        kept.put(part.slice(part.position(), share));
        part.position(part.position() + share);
    }

    private void checkHeader() throws MalformedException {
        long link = kept.getLong(8);
        boolean right = previous == 0 ? Long.compareUnsigned(link, start) < 0 : link == previous;
        if (!right) {
            throw new MalformedException("the WAL record says that " + new Lsn(link) + " is before it"
                    + (previous == 0 ? "" : " and not " + new Lsn(previous)));
        }
    }

    private int manager() {
        return kept.get(17) & 0xff;
    }

    private int info() {
        return kept.get(16) & 0xf0;
    }
}
