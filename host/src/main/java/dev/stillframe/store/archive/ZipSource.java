// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.store.archive.ArchiveEntry.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads contents from a zip: forward at no extra price, backward from the content's beginning. Any thread. */
final class ZipSource implements PlainSource {
    private final Path path;
    private final StoredFile file;

    ZipSource(Path path) throws IOException {
        this.path = path;
        this.file = new StoredFile(path);
    }

    @Override
    public boolean leavesHolesOut() {
        return false;
    }

    @Override
    public Reader open(Placement placement, long plainSize) throws IOException {
        if (placement.at() > file.size() - placement.stored()) {
            throw new DamagedException(path + ": the manifest names bytes after the archive's end", null);
        }
        return new Inflating(placement, plainSize);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Inflating implements Reader {
        private static final int STEP = 1 << 16;

        private final Placement placement;
        private final long plainSize;
        private final Inflater inflater = new Inflater(true);
        private final byte[] stored = new byte[STEP];
        private final byte[] skipped = new byte[STEP];
        private long storedAt;
        private long plainAt;

        Inflating(Placement placement, long plainSize) {
            this.placement = placement;
            this.plainSize = plainSize;
        }

        @Override
        public synchronized int read(ByteBuffer buffer, long at) throws IOException {
            if (at < plainAt) {
                inflater.reset();
                storedAt = 0;
                plainAt = 0;
            }
            while (plainAt < at) {
                inflate(ByteBuffer.wrap(skipped, 0, (int) Math.min(STEP, at - plainAt)));
            }
            ByteBuffer limited = buffer.duplicate();
            limited.limit(buffer.position() + (int) Math.min(buffer.remaining(), plainSize - at));
            int length = inflate(limited);
            buffer.position(buffer.position() + length);
            return length;
        }

        private int inflate(ByteBuffer buffer) throws IOException {
            try {
                while (true) {
                    int length = inflater.inflate(buffer);
                    if (length > 0) {
                        plainAt += length;
                        return length;
                    }
                    if (inflater.finished() || inflater.needsDictionary() || storedAt == placement.stored()) {
                        throw damaged("the content ends too early", null);
                    }
                    feed();
                }
            } catch (DataFormatException e) {
                throw damaged(String.valueOf(e.getMessage()), e);
            }
        }

        private void feed() throws IOException {
            int length =
                    file.read(stored, (int) Math.min(STEP, placement.stored() - storedAt), placement.at() + storedAt);
            if (length == 0) {
                throw damaged("the file is too short", null);
            }
            storedAt += length;
            inflater.setInput(stored, 0, length);
        }

        private DamagedException damaged(String reason, @Nullable Throwable cause) {
            return new DamagedException(
                    path + ": the content at byte " + placement.at() + " is damaged: " + reason, cause);
        }

        @Override
        public synchronized void close() {
            inflater.end();
        }
    }
}
