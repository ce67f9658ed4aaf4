// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import dev.stillframe.reader.SourceFile;
import dev.stillframe.reader.SourceFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of this system that is opened to be checked, with the size that it had then. Any thread; close it. */
record CheckedFile(SourcePath path, long size, SourceFile file) implements ImageFile, AutoCloseable {
    /** Opens a regular file; links on the way to it are followed. */
    static CheckedFile open(Path path) throws StillframeException {
        try {
            SourcePath real = HostSystem.here().path(path.toRealPath());
            SourceFile file = SourceFiles.ofThisSystem().file(real);
            return new CheckedFile(real, file.metadata().size(), file);
        } catch (IOException e) {
            throw new StillframeException(
                    "cli.file",
                    "cannot open " + path + ": " + e,
                    Retry.DOES_NOT_HELP,
                    "name regular files that this account may read",
                    e);
        }
    }

    @Override
    public int read(ByteBuffer buffer, long at) throws IOException {
        if (at >= size) {
            return -1;
        }
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, buffer.position() + size - at));
        try {
            return file.read(buffer, at);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
