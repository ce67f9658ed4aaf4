// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.nio.ByteBuffer;

/** A file in memory that gives few bytes at a time, as a reader may. */
@SuppressWarnings("ArrayRecordComponent") // its bytes are what the file is; nobody compares two
public record MemoryFile(SourcePath path, byte[] bytes) implements ImageFile {
    public static MemoryFile of(String name, byte[] bytes) {
        return new MemoryFile(SourcePath.of("/C/exchange/" + name), bytes);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer buffer, long at) {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        if (at >= bytes.length) {
            return -1;
        }
        int length = (int) Math.min(Math.min(buffer.remaining(), 700_000), bytes.length - at);
        buffer.put(bytes, (int) at, length);
        return length;
    }
}
