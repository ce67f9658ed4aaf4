// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads from files of an image. */
final class ImageBytes {
    private ImageBytes() {}

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return how many bytes were read
     */
    static int fill(ImageFile file, byte[] bytes, int length, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.position();
    }
}
