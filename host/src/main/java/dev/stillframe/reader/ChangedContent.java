// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes of a file of which little changed: nothing else is read, but for the sample. Does not close the file. Any
 * thread.
 */
final class ChangedContent implements Content {
    private final SourcePath path;
    private final SourceFile file;
    private final long size;
    private final Comparing.Compared compared;
    private final LongAdder read;
    private final ReadAhead ahead;

    ChangedContent(SourcePath path, SourceFile file, long size, Comparing.Compared compared, LongAdder read) {
        this.path = path;
        this.file = file;
        this.size = size;
        this.compared = compared;
        this.read = read;
        this.ahead = ReadAhead.of(compared.ranges(), size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= size) {
            return -1;
        }
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, buffer.position() + size - at));
        try {
            ahead.tell(file, at);
            int count = file.read(buffer, at);
            if (count <= 0) {
                throw new SourceException(
                        path, "became shorter while it was read: it ends at " + at + " of " + size + " bytes", null);
            }
            read.add(count);
            return count;
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(path, Failure.reason(path, e), e);
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public List<Range> ranges() {
        return compared.ranges();
    }

    @Override
    public Optional<FileVersion> since() {
        return Optional.of(compared.then());
    }

    @Override
    public void close() {}
}
