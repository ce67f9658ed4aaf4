// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.util.Optional;

/** Entries in the order of their paths. One thread at a time. */
interface EntryStream extends AutoCloseable {
    /** The next one; empty at the end. Never fails: what cannot be read is a {@link Seen.Gap}. */
    Optional<Seen> next();

    @Override
    void close();
}
