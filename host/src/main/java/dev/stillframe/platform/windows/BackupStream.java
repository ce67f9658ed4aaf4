// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;

/** What BackupRead gives of one open file, from its beginning to its end. One thread; close it. */
interface BackupStream extends AutoCloseable {
    /**
     * Reads what comes next.
     *
     * @return how many bytes, at least one; 0 at the end
     */
    int read(byte[] to, int offset, int length) throws IOException;

    /** Leaves out what is left of the record that is being read. */
    void skip(long length) throws IOException;

    @Override
    void close();
}
