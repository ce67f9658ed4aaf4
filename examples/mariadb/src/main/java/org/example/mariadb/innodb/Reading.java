// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads files of an image, which may give less at a time than is asked for. */
final class Reading {
    private Reading() {}

    /** Fills a buffer from its beginning; the limit tells how much there was. */
    static ByteBuffer fully(ImageFile file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        fill(file, at, buffer);
        return buffer;
    }

    static void fill(ImageFile file, long at, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
            // goes on until the buffer is full or the file has ended
        }
        buffer.flip();
    }
}
