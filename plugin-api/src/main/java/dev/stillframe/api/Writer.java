// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** One configured application, through many cycles. */
public interface Writer extends AutoCloseable {
    /**
     * Finds the application's components and their files. Connects if it has to and changes nothing: it also serves
     * {@code plan}.
     *
     * <p>Thread: one call at a time, none while a participant of this writer is open. May be repeated; answers may
     * differ, because applications change. Deadline: the request's.
     *
     * @throws WriterException if the application cannot be found, is not what the settings say, or cannot be backed up
     *     as it is configured
     */
    Inventory identify(IdentifyRequest request) throws WriterException;

    /**
     * Takes part in one cycle. Never blocks and never fails, so that a handle exists before anything is owed: whatever
     * follows, the host calls the participant's {@link Participant#close()}.
     *
     * <p>Thread: one call at a time. At most one participant of a writer is open at a time.
     */
    Participant join(Cycle cycle);

    /**
     * Gives back what the writer holds, connections above all. The last call; every participant was closed before.
     *
     * <p>Thread: any. May be called twice. Never throws.
     */
    @Override
    void close();
}
