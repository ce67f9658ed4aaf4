// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is written to a file. Can be read again from its start, because a transient failure repeats the write. */
public interface Body {
    /** In bytes. */
    long size();

    /** Reads it from its start; the caller closes the stream. */
    InputStream open() throws IOException;

    /** These bytes, which are not copied: leave them alone until the write has returned. */
    static Body of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** A part of these bytes, which are not copied: leave them alone until the write has returned. */
    static Body of(byte[] bytes, int offset, int length) {
        return new Body() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes, offset, length);
            }
        };
    }

    /** A file's contents; leave it alone until the write has returned. */
    static Body of(Path file) throws IOException {
        long size = Files.size(file);
        return new Body() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
