// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A regular file of an image. Not for implementation by plugins. Any thread, several at once; reading forward in large
 * pieces is fast everywhere, going back may be slow.
 */
public interface ImageFile {
    /** The real path: where it lies on the application's system. */
    SourcePath path();

    /** In bytes. */
    long size();

    /**
     * Reads at a position.
     *
     * @return how many bytes were put into the buffer, at least one unless the buffer was full already; -1 at or after
     *     the end
     * @throws IOException if the file cannot be read; the message names it
     */
    int read(ByteBuffer buffer, long at) throws IOException;
}
