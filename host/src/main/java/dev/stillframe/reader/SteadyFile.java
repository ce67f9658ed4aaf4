// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads a live file into memory until it is the same from beginning to end: under a read lease that holds, or twice with
 * the same bytes and the same stamp in between. A store through a mapping shows in no stamp, but only a file that is
 * open for writing can be mapped so, and such a file gets no lease and is read twice.
 */
final class SteadyFile implements AutoCloseable {
    private static final int TRIES = 3;

    /** What was read in the end. */
    record Steady(Node node, Content content, Optional<Remark> remark) {}

    /** One reading. */
    private record Pass(Stamp stamp, int count, boolean whole, boolean protectedAllAlong, Sha256 sha256) {
        boolean same(Pass other) {
            return whole && other.whole && stamp.equals(other.stamp) && sha256.equals(other.sha256);
        }
    }

    private final Node found;
    private final SourceFile file;
    private final List<ByteBuffer> parts;
    private final Buffers buffers;
    private final LeaseKeeper leases;
    private final Writers writers;
    private final LongAdder read;
    private boolean closed;

    /** @param parts enough buffers for the file as it was found; this file's from now on */
    SteadyFile(
            Node found,
            SourceFile file,
            List<ByteBuffer> parts,
            Buffers buffers,
            LeaseKeeper leases,
            Writers writers,
            LongAdder read) {
        this.found = found;
        this.file = file;
        this.parts = parts;
        this.buffers = buffers;
        this.leases = leases;
        this.writers = writers;
        this.read = read;
    }

    synchronized Steady read() throws IOException {
        if (closed) {
            throw new IOException(found.path() + ": the copy is over");
        }
        Pass last = pass();
        boolean steady = last.protectedAllAlong();
        for (int tries = 1; tries < TRIES && !steady; tries++) {
            Pass next = pass();
            steady = next.protectedAllAlong() || next.same(last);
            last = next;
        }
        List<Range> ranges = last.count() == 0 ? List.of() : file.ranges(last.count());
        Content content = new HeldContent(parts, buffers.size(), last.count(), ranges);
        Metadata metadata = Restamped.of(found.metadata(), last.stamp(), last.count());
        Optional<Remark> remark = steady ? Optional.empty() : Optional.of(changed());
        return new Steady(new Node(found.path(), metadata), content, remark);
    }

    private Pass pass() throws IOException {
        Optional<LeaseKeeper.Kept> lease = file.lease() instanceof SourceFile.LeaseAttempt.Granted granted
                ? Optional.of(leases.keep(granted.lease()))
                : Optional.empty();
        try {
            Stamp before = file.stamp();
            long capacity = (long) parts.size() * buffers.size();
            int wanted = (int) Math.min(before.size(), capacity);
            MessageDigest digest = Sha256.digest();
            int count = 0;
            for (ByteBuffer part : parts) {
                part.clear().limit(Math.min(part.capacity(), wanted - count));
                count += Block.fill(file, part, count);
                digest.update(part.flip());
            }
            read.add(count);
            boolean whole = count == before.size() && before.equals(file.stamp());
            boolean held = lease.isPresent() && lease.get().end();
            return new Pass(before, count, whole, whole && held, Sha256.of(digest));
        } finally {
            lease.ifPresent(LeaseKeeper.Kept::end);
        }
    }

    private Remark changed() {
        String detail = "changed in each of " + TRIES + " readings" + writers.described(found.path());
        return new Remark(found.path(), Remark.Kind.CHANGED, detail);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parts.forEach(buffers::giveBack);
            file.close();
        }
    }
}
