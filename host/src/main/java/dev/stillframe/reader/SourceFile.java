// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** An open regular file. Any thread, several at once; close it when none reads any more. */
public interface SourceFile extends AutoCloseable {
    /** What there is to know of the open file now, whatever stands at its path. */
    Metadata metadata() throws IOException;

    /** What tells whether it was written to. */
    Stamp stamp() throws IOException;

    /**
     * Reads at a position.
     *
     * @return how many bytes, -1 at or after the end
     */
    int read(ByteBuffer buffer, long at) throws IOException;

    /** Data and holes, in order, without gaps, from 0 to a size. */
    List<Range> ranges(long size) throws IOException;

    /**
     * How its filesystem keeps it; empty if this system cannot tell.
     *
     * @throws IOException if it could not be found out, or is not to be trusted
     */
    default Optional<ExtentMap> extents() throws IOException {
        return Optional.empty();
    }

    /** Says that only these parts will be read, in this order, and nothing between them. Returns at once. */
    default void soon(List<Range> parts) throws IOException {}

    /** Tries to take a read lease. Never fails and never waits. */
    LeaseAttempt lease();

    @Override
    void close();

    /** What became of an attempt to take a lease. */
    sealed interface LeaseAttempt {
        /** Nobody has the file open or mapped for writing, and nobody can as long as it is held. */
        record Granted(Lease lease) implements LeaseAttempt {}

        /** Somebody has it open or mapped for writing. */
        record Refused() implements LeaseAttempt {}

        /** The filesystem has none, or the file is somebody else's. */
        record Unavailable() implements LeaseAttempt {}
    }

    /** A read lease. Any thread. */
    interface Lease {
        /** Whether it protects the file and nobody waits for its end. */
        boolean holds() throws IOException;

        /** Ends it. May be called twice. */
        void release() throws IOException;
    }
}
