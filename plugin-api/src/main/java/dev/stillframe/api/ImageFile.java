// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

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

    /**
     * Ranges that a validation may pass over: their bytes are those that they had at the same place of the same path when
     * {@link Participant#validate} of this plugin last found this file's component {@link Verdict.Sound#lasting() sound
     * for good}, and the backup keeps the very bytes that were judged then. The host proves it by where the bytes lie on the
     * disk. Now and then it offers none, and it leaves out a sample at random every time.
     *
     * <p>Pass over only what depends on nothing but the bytes, their place in the file and the path, for example a page's
     * checksum, and count it as {@link Verdict.Sound#carried() carried}. The ranges can be read like all others.
     *
     * <p>Known of files from {@link BackupImage#files} only, and often of none. Asks the filesystem, so ask once for each
     * file.
     *
     * @return in order, apart from each other, within the file; they need not begin or end with a page
     * @throws IOException if the file cannot be read; the message names it
     */
    default List<Span> unchanged() throws IOException {
        return List.of();
    }

    /**
     * A part of a file.
     *
     * @param offset where it begins, in bytes
     * @param length in bytes, at least one
     */
    record Span(long offset, long length) {
        /** Where it ends: the first byte after it. */
        public long end() {
            return offset + length;
        }
    }
}
