// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.windows.Allocated;
import dev.stillframe.platform.windows.WindowsFiles;
import dev.stillframe.platform.windows.WindowsHandle;
import dev.stillframe.platform.windows.WindowsStatus;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An open file of this Windows. */
record WindowsSourceFile(WindowsHandle file) implements SourceFile {
    @Override
    public Metadata metadata() throws IOException {
        return WindowsFiles.metadata(file);
    }

    @Override
    public Stamp stamp() throws IOException {
        WindowsStatus status = file.status();
        return new Stamp(status.size(), status.modified(), status.changed());
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        return file.read(buffer, at);
    }

    @Override
    public List<Range> ranges(long size) throws IOException {
        if (!file.status().has(WindowsStatus.SPARSE)) {
            return List.of(new Range(0, size, Range.State.DATA));
        }
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        for (Allocated data : file.allocated(size)) {
            long begin = Math.min(data.offset(), size);
            long end = Math.min(data.end(), size);
            if (begin > at) {
                ranges.add(new Range(at, begin - at, Range.State.HOLE));
            }
            if (end > begin) {
                ranges.add(new Range(begin, end - begin, Range.State.DATA));
            }
            at = Math.max(at, end);
        }
        if (at < size) {
            ranges.add(new Range(at, size - at, Range.State.HOLE));
        }
        return ranges;
    }

    /** Windows' opportunistic locks would hold up those who write. */
    @Override
    public LeaseAttempt lease() {
        return new LeaseAttempt.Unavailable();
    }

    @Override
    public void close() {
        file.close();
    }
}
