// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Map;
import java.util.Set;

/**
 * One application in one cycle. The host calls {@link #prepare}, then the methods of {@link Freezable} if it is one,
 * then {@link #gather}, {@link #validate}, {@link #complete} and always {@link #close}. After the first call that fails
 * or outlives its deadline only {@link #abort} and {@link #close} follow.
 *
 * <p>Calls never overlap, except {@link #abort}. They may come from different threads. Each method but {@code abort}
 * and {@code close} is called once at most.
 */
public interface Participant extends AutoCloseable {
    /**
     * Does the slow work before the instant: checkpoints, flushes, connections. Enters backup mode where the component
     * has one. Afterwards everything that the following calls need is connected, loaded and warm.
     */
    void prepare(Deadline deadline) throws WriterException;

    /**
     * Delivers what belongs to the backup and is not in the image, and leaves backup mode. Called after all holds are
     * over; where files of a component in backup mode are read live, after they were copied.
     *
     * @return files that stay readable until {@link #close()}, and facts that return at a restore
     */
    default Gathered gather(Deadline deadline) throws WriterException {
        return Gathered.nothing();
    }

    /**
     * Checks what a restore would bring back. Has no time pressure on the application: it is called after all holds are
     * over, before the backup is published.
     *
     * @param image this application's files, late files included
     * @return a verdict for each component that takes part
     * @throws WriterException if the check itself could not be done; the component then counts as not verified
     */
    Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException;

    /**
     * Learns which components are stored durably: only now may logs be truncated or a base be moved, and with {@link
     * BackupType#COPY} nothing is. May never come, although the backup was stored.
     */
    default void complete(Set<ComponentId> stored, Deadline deadline) throws WriterException {}

    /**
     * Ends every hold and backup mode of this participant, now and for ever: a freeze that is still running, or that
     * begins after this call, must end with nothing held.
     *
     * <p>Thread: any, at any time, also while another call runs or hangs; it waits for none of them. Repeatedly, also
     * after {@link #close()}. Never throws. A blocked driver call does not answer interrupts: abort its connection here.
     */
    void abort();

    /**
     * Gives back everything of this cycle. Always comes, last, after success and failure. Late files may be gone
     * afterwards.
     *
     * <p>May be called twice. Never throws.
     */
    @Override
    void close();
}
