// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the records of a {@link BackupStream}: those that belong to a file beside its content, which is skipped. What is
 * not understood is an error: nothing of a file is left out in silence.
 */
final class StreamRecords {
    /** What a single record may have, and all of a file together: they are kept in memory, and in the file's metadata. */
    static final int LARGEST = 4 << 20;

    private static final int LONGEST_NAME = 1 << 10;
    private static final int MOST = 10_000;

    private final BackupStream stream;
    private final List<StreamRecord> records = new ArrayList<>();
    private long kept;

    private StreamRecords(BackupStream stream) {
        this.stream = stream;
    }

    /** @throws IOException if it cannot be read, is not as documented, or has more than {@link #LARGEST} */
    static List<StreamRecord> read(BackupStream stream) throws IOException {
        StreamRecords reading = new StreamRecords(stream);
        for (int count = 0; reading.next(); count++) {
            if (count == MOST) {
                throw new IOException("has more than " + MOST + " streams");
            }
        }
        return List.copyOf(reading.records);
    }

    private boolean next() throws IOException {
        byte[] header = new byte[StreamRecord.HEADER];
        int read = fill(header);
        if (read == 0) {
            return false;
        }
        if (read < header.length) {
            throw new IOException("its streams end in the middle of a header");
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int id = fields.getInt();
        int attributes = fields.getInt();
        long size = fields.getLong();
        int nameLength = fields.getInt();
        if (nameLength < 0 || nameLength % 2 != 0 || nameLength > LONGEST_NAME || size < 0) {
            throw new IOException("a stream has a name of " + nameLength + " and " + size + " bytes");
        }
        String name = WideText.read(whole(nameLength, "name"));
        Optional<StreamRecord.Kind> kind = StreamRecord.Kind.of(id);
        if (kind.isEmpty()) {
            throw new IOException("has a stream of the unknown kind " + id);
        }
        if (kind.get().isLeftOut()) {
            if (size > 0) {
                stream.skip(size);
            }
            return true;
        }
        kept += size;
        if (kept > LARGEST || kept < 0) {
            throw new IOException("its stream " + (name.isEmpty() ? kind.get() : name) + " has " + size
                    + " bytes, and at most " + LARGEST + " are kept of all streams of a file together");
        }
        records.add(new StreamRecord(kind.get(), attributes, name, whole((int) size, "bytes")));
        return true;
    }

    private byte[] whole(int length, String what) throws IOException {
        byte[] bytes = new byte[length];
        if (fill(bytes) < length) {
            throw new IOException("its streams end in the middle of a stream's " + what);
        }
        return bytes;
    }

    private int fill(byte[] bytes) throws IOException {
        int filled = 0;
        while (filled < bytes.length) {
            int count = stream.read(bytes, filled, bytes.length - filled);
            if (count <= 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }
}
