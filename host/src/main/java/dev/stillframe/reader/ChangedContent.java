// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes of a file of which little changed. The system is told of many changed parts before the first of them is read,
 * so that a disk has them all to do at once; nothing else is read. Does not close the file. Any thread.
 */
final class ChangedContent implements Content {
    /** How many parts the system is told of ahead, and how many of them are to be read before it is told of more. */
    private static final int AHEAD = 64;

    private static final int AGAIN = 32;

    /** Parts are widened to this, because what stores them cuts no smaller; longer ones are told of in steps. */
    private static final long UNIT = 64 << 10;

    private static final long STEP = 1 << 20;

    private final SourcePath path;
    private final SourceFile file;
    private final long size;
    private final Comparing.Compared compared;
    private final LongAdder read;
    private final List<Range> parts;
    private int reached; // the first part that does not lie behind
    private int told; // how many parts the system knows of

    ChangedContent(SourcePath path, SourceFile file, long size, Comparing.Compared compared, LongAdder read) {
        this.path = path;
        this.file = file;
        this.size = size;
        this.compared = compared;
        this.read = read;
        this.parts = parts(compared.ranges(), size);
    }

    static List<Range> parts(List<Range> ranges, long size) {
        List<Range> parts = new ArrayList<>();
        long at = 0;
        for (Range range : ranges) {
            if (range.state() == Range.State.DATA) {
                long begin = Math.max(at, range.offset() / UNIT * UNIT);
                long end = Math.min(size, (range.end() + UNIT - 1) / UNIT * UNIT);
                for (at = Math.max(at, begin); at < end; at = Math.min(end, at + STEP)) {
                    parts.add(new Range(at, Math.min(end, at + STEP) - at, Range.State.DATA));
                }
            }
        }
        return parts;
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
            tell(at);
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

    private synchronized void tell(long at) throws IOException {
        while (reached < parts.size() && parts.get(reached).end() <= at) {
            reached++;
        }
        if (told < parts.size() && told - reached < AGAIN) {
            int from = Math.max(told, reached);
            told = Math.min(parts.size(), reached + AHEAD);
            file.soon(parts.subList(from, told));
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
