// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads from files of an image. */
final class ImageBytes {
    private ImageBytes() {}

    /** The bytes at a place, fewer where the file ends. */
    static byte[] read(ImageFile file, long at, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, file.size() - at)));
        fill(file, buffer, at);
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    /** Reads until the buffer is full or the file ends. */
    static void fill(ImageFile file, ByteBuffer buffer, long at) throws IOException {
        long from = at - buffer.position();
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                return;
            }
        }
    }
}
