// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file of an image, with whatever its bytes come from. */
record OpenImageFile(SourcePath path, long size, Bytes bytes, Spans spans) implements ImageFile {
    /** A file of which everything has to be read. */
    OpenImageFile(SourcePath path, long size, Bytes bytes) {
        this(path, size, bytes, List::of);
    }

    /** Finds out what is unchanged. */
    interface Spans {
        List<Span> find() throws IOException;
    }

    /** Where bytes come from. */
    interface Bytes {
        int read(ByteBuffer buffer, long at) throws IOException;
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
            int count = bytes.read(buffer, at);
            if (count < 0) {
                throw new IOException(path + ": ends at " + at + " of " + size + " bytes");
            }
            return count;
        } catch (IOException e) {
            throw named(e);
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public List<Span> unchanged() throws IOException {
        try {
            return spans.find();
        } catch (IOException e) {
            throw named(e);
        }
    }

    private IOException named(IOException e) {
        String reason = Failure.reason(path, e);
        return new IOException(path + ": " + reason, e);
    }
}
