// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The lines of a manifest by where they begin. Any thread. */
final class ManifestLines implements Closeable {
    /** A longer line is damage: it would not fit into memory. */
    static final int MAX_LINE = 256 << 20;

    private static final int STEP = 4096;

    private final Path path;
    private final StoredFile file;

    ManifestLines(Path path) throws IOException {
        this.path = path;
        this.file = new StoredFile(path);
    }

    long size() throws IOException {
        return file.size();
    }

    /** The bytes from a position up to the next line's end, without it. */
    byte[] line(long at) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(STEP);
        byte[] step = new byte[STEP];
        for (long position = at; line.size() < MAX_LINE; ) {
            int read = file.read(step, STEP, position);
            if (read == 0) {
                throw new DamagedException(path + ": ends within a line", null);
            }
            int end = newline(step, read);
            line.write(step, 0, end);
            if (end < read) {
                return line.toByteArray();
            }
            position += read;
        }
        throw new DamagedException(path + ": the line at byte " + at + " is too long", null);
    }

    /** Where the last line begins. */
    long lastLine() throws IOException {
        int length = (int) Math.min(STEP, size());
        byte[] tail = new byte[length];
        long begin = size() - length;
        if (length < 2 || file.read(tail, length, begin) < length || tail[length - 1] != '\n') {
            throw new DamagedException(path + ": is cut off", null);
        }
        int at = length - 1;
        while (at > 0 && tail[at - 1] != '\n') {
            at--;
        }
        return begin + at;
    }

    /** The entry whose line begins there. */
    ArchiveEntry entry(long at) throws IOException {
        try {
            return EntryJson.read(Json.parse(line(at)));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(path + ": the entry at byte " + at + " is damaged: " + e.getMessage(), e);
        }
    }

    private static int newline(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
