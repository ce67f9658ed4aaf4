// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A regular file that was just made and is written. Any thread; whoever closes it makes sure nobody writes any more. */
public final class NewFile implements AutoCloseable {
    private final Descriptor descriptor;

    NewFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    public FileStatus status() throws LinuxException {
        return FileStatus.of(descriptor);
    }

    /** Writes all that remains in the buffer at a position, see pwrite(2). What is never written is a hole. */
    public void write(ByteBuffer buffer, long at) throws LinuxException {
        long position = at;
        while (buffer.hasRemaining()) {
            long count;
            if (buffer.isDirect()) {
                count = LibC.pwrite(
                        descriptor.number(),
                        Native.getDirectBufferPointer(buffer).share(buffer.position()),
                        buffer.remaining(),
                        position);
            } else {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                count = LibC.pwrite(descriptor.number(), bytes, bytes.length, position);
            }
            LinuxException.checked(count, "pwrite", descriptor);
            buffer.position(buffer.position() + (int) count);
            position += count;
        }
    }

    /** Cuts or extends the file to a size; what is added is a hole. */
    public void setSize(long size) throws LinuxException {
        LinuxException.checked(LibC.ftruncate(descriptor.number(), size), "ftruncate", descriptor);
    }

    public void setOwner(int uid, int gid) throws LinuxException {
        OwnMetadata.setOwner(descriptor, uid, gid);
    }

    public void setPermissions(int permissions) throws LinuxException {
        OwnMetadata.setPermissions(descriptor, permissions);
    }

    public void setAttribute(Attribute attribute) throws LinuxException {
        ExtendedAttributes.set(descriptor, attribute);
    }

    /** To the nanosecond. The access time stays. */
    public void setModified(Instant modified) throws LinuxException {
        OwnMetadata.setModified(descriptor, modified);
    }

    /** Makes content and metadata durable, see fsync(2). */
    public void sync() throws LinuxException {
        LinuxException.checked(LibC.fsync(descriptor.number()), "fsync", descriptor);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
