// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/** A file that is written from its beginning to its end, and digested on the way. One thread. */
final class ArchiveFile extends OutputStream {
    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private long size;

    ArchiveFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(path));
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /** Of what was written so far. */
    Sha256 sha256() throws IOException {
        try {
            return Sha256.of((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IOException("the platform's SHA-256 cannot be copied", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    /** Makes everything durable, see fsync(2). */
    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
