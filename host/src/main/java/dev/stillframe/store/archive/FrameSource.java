// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a framed stream at any position, at the price of a frame; keeps the frames used last. Any thread. */
final class FrameSource implements PlainSource {
    private static final int KEPT = 8;

    /** A frame that is being or was decoded; its monitor guards {@code plain}. */
    private static final class Slot {
        private byte @Nullable [] plain;
    }

    private final Path path;
    private final StoredFile file;
    private final FrameCodec codec;
    private final Frames frames;
    private final Map<Integer, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Slot> eldest) {
            return size() > KEPT;
        }
    };

    FrameSource(Path path, FrameCodec codec, Frames frames) throws IOException {
        this.path = path;
        this.file = new StoredFile(path);
        this.codec = codec;
        this.frames = frames;
    }

    @Override
    public boolean leavesHolesOut() {
        return true;
    }

    @Override
    public Reader open(ArchiveEntry.Placement placement, long plainSize) throws IOException {
        if (placement.at() > frames.plainSize() - plainSize) {
            throw new DamagedException(path + ": the manifest names bytes after the archive's end", null);
        }
        return new Reader() {
            @Override
            public int read(ByteBuffer buffer, long at) throws IOException {
                return readStream(buffer, placement.at() + at, plainSize - at);
            }

            @Override
            public void close() {}
        };
    }

    private int readStream(ByteBuffer buffer, long position, long limit) throws IOException {
        int frame = frames.at(position);
        byte[] plain = frame(frame);
        int from = (int) (position - frames.plainBegin(frame));
        int length = (int) Math.min(limit, Math.min(buffer.remaining(), plain.length - from));
        buffer.put(plain, from, length);
        return length;
    }

    /** The content of one frame. */
    byte[] frame(int number) throws IOException {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(number, n -> new Slot());
        }
        synchronized (slot) {
            byte[] plain = slot.plain;
            if (plain == null) {
                plain = decode(number);
                slot.plain = plain;
            }
            return plain;
        }
    }

    private byte[] decode(int number) throws IOException {
        byte[] stored = new byte[frames.storedLength(number)];
        byte[] plain = new byte[frames.plainLength(number)];
        try {
            if (file.read(stored, stored.length, frames.storedBegin(number)) < stored.length) {
                throw new EOFException("the file is too short");
            }
            codec.decode(stored, plain);
        } catch (IOException e) {
            throw new DamagedException(
                    path + ": frame " + number + " at byte " + frames.storedBegin(number) + " is damaged: "
                            + e.getMessage(),
                    e);
        }
        return plain;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
