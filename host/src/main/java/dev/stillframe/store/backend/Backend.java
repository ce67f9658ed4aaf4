// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Keeps a repository's files, in restic's default layout. Files are written whole, never change, and are removed.
 *
 * <p>Any thread, several at once. A call may take as long as its place takes; an interrupt ends it with
 * {@link Failure#INTERRUPTED}. An implementation does not try again: {@link RetryingBackend} does, for all of them.
 */
public interface Backend extends AutoCloseable {
    /** Where it is, for messages: a path or a URL, without secrets. */
    String location();

    Properties properties();

    /**
     * Makes the place for a repository, as far as it needs one; keeps what is there. Whether a repository is there, tells
     * its {@link Handle#CONFIG}.
     */
    void create() throws BackendException;

    /**
     * The files of a kind that are complete, in no order, each once. What has another name than a repository's files have
     * is left out. A place without the folder of that kind has none of it.
     */
    List<Listed> list(Kind kind) throws BackendException;

    /**
     * The size of a file, in bytes.
     *
     * @throws BackendException with {@link Failure#NOT_FOUND} if there is none
     */
    long size(Handle handle) throws BackendException;

    /**
     * Reads a part of a file into all that remains of the buffer.
     *
     * @throws BackendException with {@link Failure#NOT_FOUND} if there is no such file; permanent, with the code
     *     {@code store.short}, if it ends earlier
     */
    void read(Handle handle, long offset, ByteBuffer into) throws BackendException;

    /** Reads a part of a file, see {@link #read(Handle, long, ByteBuffer)}. */
    default byte[] read(Handle handle, long offset, int length) throws BackendException {
        byte[] bytes = new byte[length];
        read(handle, offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /**
     * Reads a whole file.
     *
     * @param most in bytes; a longer one is refused, so that a damaged or foreign file cannot fill the memory
     * @throws BackendException with {@link Failure#NOT_FOUND} if there is no such file; permanent, with the code
     *     {@code store.long}, if it is longer
     */
    byte[] readAll(Handle handle, int most) throws BackendException;

    /**
     * Writes a whole file, which is durable when this returns and until then in no listing. Nothing is replaced.
     *
     * @throws BackendException with {@link Failure#EXISTS} if there is such a file already. After a failure of another
     *     kind the file is there whole, or not at all
     */
    void write(Handle handle, Body body) throws BackendException;

    /** Removes a file; one that is not there is as good as removed. */
    void remove(Handle handle) throws BackendException;

    /**
     * Removes what killed writers left half written.
     *
     * @param age only what has not been written to for so long, by the clock of the place itself: others may be writing
     * @return what was removed, for messages
     */
    List<String> sweep(Duration age) throws BackendException;

    @Override
    void close() throws BackendException;
}
