// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Quiesce;
import java.util.Map;
import java.util.Set;

/** Snapshots that are taken together: opened, prepared, taken, read, closed. Calls never overlap, except abort. */
public interface SnapshotSet extends AutoCloseable {
    /**
     * Does everything that can be done before the instant: writes out dirty data, opens descriptors, loads classes.
     * Called when the applications are prepared and not yet frozen.
     */
    void prepare(Deadline deadline) throws SnapshotException;

    /**
     * Takes the snapshots. Called once, inside the frozen window: loads no class, writes no log, starts no process
     * unless the offer's remarks said so.
     */
    Taken take(Deadline deadline) throws SnapshotException;

    /**
     * Makes the views of {@link #take} readable: mounts them, for example. Called once after a take, when nothing is held
     * any more and before anything is read.
     */
    default void show(Deadline deadline) throws SnapshotException {}

    /**
     * Says whether the views still show what they showed when they were taken. Called once when everything was read, and
     * before the backup is published; also after reading failed. For snapshots that can be lost while they are read,
     * because their room ran out for example.
     *
     * @throws SnapshotException if they do not: the backup is given up
     */
    default void confirm(Deadline deadline) throws SnapshotException {}

    /**
     * What a restore through the native writers will ask for: text files that are kept with the backup beside each of
     * these components. Called once at most, when everything was validated and before it is copied.
     *
     * @param sound those of the request's native components that were checked and are good; a document may say so
     * @return by component, texts by name; a name may contain {@code /}. Empty if nothing is needed
     */
    default Map<Quiesce.Native, Map<String, String>> documents(Set<Quiesce.Native> sound, Deadline deadline)
            throws SnapshotException {
        return Map.of();
    }

    /**
     * Tells the native writers how the backup ended: called once, only when it is stored durably. Without this call they
     * learn at {@link #close()} that there was none.
     *
     * @param stored those of the request's native components whose files were checked and stored; of all others the
     *     backup failed
     */
    default void complete(Set<Quiesce.Native> stored, Deadline deadline) throws SnapshotException {}

    /**
     * Gives up: removes what was taken, also from another thread while {@link #take} runs, whose snapshot then does
     * not stay either. Repeatedly. Never throws.
     */
    void abort();

    /** Removes the snapshots when they were read. May be called twice. */
    @Override
    void close() throws SnapshotException;
}
