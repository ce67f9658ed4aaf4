// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is read at positions by many threads. Not a channel: an interrupt of one thread, say at its validation's
 * deadline, would close it for all. Any thread.
 */
final class StoredFile implements Closeable {
    private final Path path;
    private final RandomAccessFile file;

    StoredFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    Path path() {
        return path;
    }

    long size() throws IOException {
        return file.length();
    }

    /**
     * Reads as much as there is, up to a length.
     *
     * @return how many bytes; less than wanted only at the file's end
     */
    synchronized int read(byte[] into, int length, long at) throws IOException {
        file.seek(at);
        int filled = 0;
        while (filled < length) {
            int read = file.read(into, filled, length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return filled;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
