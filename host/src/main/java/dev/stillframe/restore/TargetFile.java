// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.nio.ByteBuffer;

/** A regular file that was just made and is written. Any thread; whoever closes it makes sure nobody writes any more. */
interface TargetFile extends AutoCloseable {
    TargetStatus status() throws TargetException;

    /** Writes all that remains in the buffer at a position. What is never written is a hole, where there are holes. */
    void write(ByteBuffer buffer, long at) throws TargetException;

    /** Cuts or extends the file to a size; what is added are zeros. */
    void setSize(long size) throws TargetException;

    TargetProperties properties();

    /** Nothing is written any more: what {@link TargetFolder#syncFilesystem} may not reach is made durable now. */
    void finish() throws TargetException;

    /** Makes everything durable. */
    void sync() throws TargetException;

    @Override
    void close();
}
