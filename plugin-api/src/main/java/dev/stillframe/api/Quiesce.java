// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.UUID;

/** How a component is made consistent. Declared, not claimed: the host derives the level from it and from evidence. */
public sealed interface Quiesce {
    /** The application is held still between freeze and thaw; its participant is {@link Freezable}. */
    record Hold(Still still, Tier tier) implements Quiesce {}

    /** The application recovers its files to a stop point that the gathered files contain; writes go on. */
    record BackupMode() implements Quiesce {}

    /**
     * A Windows VSS writer does it.
     *
     * @param writer the VSS writer's class id
     */
    record Native(UUID writer, String logicalPath, String component) implements Quiesce {}

    /** The application's processes are stopped, nothing is flushed; its participant is {@link Freezable}. */
    record Suspended(Tier tier) implements Quiesce {}

    /** Buffers are written out before the snapshot; writes go on. */
    record Flush() implements Quiesce {}

    /** Nothing is done. */
    record None() implements Quiesce {}

    /** What a hold stops. */
    enum Still {
        /** Nothing is written to the files at all. */
        WRITES,
        /** Nothing is committed, but background writes go on: only an atomic image is consistent. */
        COMMITS
    }

    /** The order of freezing, first to last; thaw is in reverse, and inside a tier both are parallel. */
    enum Tier {
        /** What takes the users' requests: held first, so that the others come to rest. */
        FRONT_END,
        /** What keeps the data, such as a database. */
        BACK_END,
        /** What lies below, such as a filesystem: held last and shortest. */
        STORAGE
    }
}
