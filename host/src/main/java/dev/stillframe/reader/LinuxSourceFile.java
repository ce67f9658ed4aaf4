// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.FileRange;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file of this Linux system. */
record LinuxSourceFile(OpenFile file) implements SourceFile {
    @Override
    public Metadata metadata() throws IOException {
        return file.metadata();
    }

    @Override
    public Stamp stamp() throws IOException {
        var status = file.status();
        return new Stamp(status.size(), status.modified(), status.changed());
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        return file.read(buffer, at);
    }

    @Override
    public List<Range> ranges(long size) throws IOException {
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        for (FileRange data : file.data(size)) {
            if (data.offset() > at) {
                ranges.add(new Range(at, data.offset() - at, Range.State.HOLE));
            }
            ranges.add(new Range(data.offset(), data.length(), Range.State.DATA));
            at = data.end();
        }
        if (at < size) {
            ranges.add(new Range(at, size - at, Range.State.HOLE));
        }
        return ranges;
    }

    @Override
    public Optional<ExtentMap> extents() throws IOException {
        return Optional.of(LinuxExtents.of(file));
    }

    @Override
    public void soon(List<Range> parts) throws IOException {
        file.readsInParts();
        for (Range part : parts) {
            file.willNeed(new FileRange(part.offset(), part.length()));
        }
    }

    @Override
    public LeaseAttempt lease() {
        try {
            Optional<dev.stillframe.platform.linux.Lease> lease = dev.stillframe.platform.linux.Lease.take(file);
            return lease.isPresent() ? new LeaseAttempt.Granted(new Held(lease.get())) : new LeaseAttempt.Refused();
        } catch (LinuxException e) {
            // without a lease the file is read twice: nothing is lost but time
            return e.is(Errno.EAGAIN) ? new LeaseAttempt.Refused() : new LeaseAttempt.Unavailable();
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private static final class Held implements Lease {
        private final dev.stillframe.platform.linux.Lease lease;
        private final AtomicBoolean released = new AtomicBoolean();

        Held(dev.stillframe.platform.linux.Lease lease) {
            this.lease = lease;
        }

        @Override
        public boolean holds() throws IOException {
            return !released.get() && lease.holds();
        }

        @Override
        public void release() throws IOException {
            if (!released.getAndSet(true)) {
                lease.close();
            }
        }
    }
}
