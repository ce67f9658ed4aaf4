// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads from files of an image. */
final class ImageBytes {
    private ImageBytes() {}

    /** The beginning of a file, all of it if it is not longer. */
    static byte[] head(ImageFile file, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, Math.max(0, file.size())));
        fill(file, buffer, 0);
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
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
