// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.nio.ByteBuffer;

/** A regular file that is there already, open for reading. Any thread. */
interface PresentFile extends AutoCloseable {
    TargetStatus status() throws TargetException;

    /** @return how many bytes, -1 at or after the end */
    int read(ByteBuffer buffer, long at) throws TargetException;

    @Override
    void close();
}
