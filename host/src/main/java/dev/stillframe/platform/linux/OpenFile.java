// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import dev.stillframe.api.snapshot.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A regular file that is open for reading. Any thread, several at once; close it when none reads any more. */
public final class OpenFile implements AutoCloseable {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int FADV_RANDOM = 1;
    private static final int FADV_SEQUENTIAL = 2;
    private static final int FADV_WILLNEED = 3;
    private static final int FADV_DONTNEED = 4;

    private static final int STATFS_SIZE = 120;
    private static final long BTRFS_MAGIC = 0x9123_683EL; // linux/magic.h

    private final Descriptor descriptor;

    private OpenFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static OpenFile checked(Descriptor open) throws LinuxException {
        try {
            if (FileStatus.of(open).kind() != Metadata.Kind.FILE) {
                throw new LinuxException(Errno.EINVAL, "openat", open + ": not a regular file");
            }
        } catch (LinuxException e) {
            open.close();
            throw e;
        }
        return new OpenFile(open);
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** What fstat says of the open file, whatever stands at its path by now. */
    public FileStatus status() throws LinuxException {
        return FileStatus.of(descriptor);
    }

    /** Status and extended attributes of the open file. */
    public Metadata metadata() throws LinuxException {
        return LinuxFiles.metadata(status(), new byte[0], ExtendedAttributes.of(descriptor));
    }

    /**
     * Reads at a position, see pread(2). A direct buffer is filled without a copy.
     *
     * @return how many bytes were put into the buffer, which may be fewer than fit; -1 at or after the end
     */
    public int read(ByteBuffer buffer, long at) throws LinuxException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        int wanted = buffer.remaining();
        long count;
        if (buffer.isDirect()) {
            count = LibC.pread(
                    descriptor.number(), Native.getDirectBufferPointer(buffer).share(buffer.position()), wanted, at);
            LinuxException.checked(count, "pread", descriptor);
            buffer.position(buffer.position() + (int) count);
        } else {
            byte[] bytes = new byte[wanted];
            count = LinuxException.checked(LibC.pread(descriptor.number(), bytes, wanted, at), "pread", descriptor);
            buffer.put(bytes, 0, (int) count);
        }
        return count == 0 ? -1 : (int) count;
    }

    /**
     * The parts of the file that hold data, in order, up to a size; between them are holes, which read as zeros, see
     * lseek(2). One part from 0 to the size where the filesystem does not tell.
     */
    public List<FileRange> data(long size) throws LinuxException {
        List<FileRange> ranges = new ArrayList<>();
        long at = 0;
        while (at < size) {
            long begin = LibC.lseek(descriptor.number(), at, SEEK_DATA);
            if (begin == -1) {
                LinuxException failed = LinuxException.last("lseek", descriptor);
                if (failed.is(Errno.ENXIO)) {
                    break; // a hole up to the end
                }
                if (failed.is(Errno.EINVAL) || failed.is(Errno.EOPNOTSUPP)) {
                    return List.of(new FileRange(0, size));
                }
                throw failed;
            }
            if (begin >= size) {
                break;
            }
            long end = LinuxException.checked(LibC.lseek(descriptor.number(), begin, SEEK_HOLE), "lseek", descriptor);
            ranges.add(new FileRange(begin, Math.min(end, size) - begin));
            at = end;
        }
        return ranges;
    }

    /** Tells the kernel that the file will be read from front to back, see posix_fadvise(2). */
    public void readsSequentially() throws LinuxException {
        advise(0, 0, FADV_SEQUENTIAL);
    }

    /** Tells the kernel that only parts of the file will be read, and each is asked for: it reads nothing more. */
    public void readsInParts() throws LinuxException {
        advise(0, 0, FADV_RANDOM);
    }

    /** Lets the kernel read a part ahead. Returns at once. */
    public void willNeed(FileRange range) throws LinuxException {
        advise(range.offset(), range.length(), FADV_WILLNEED);
    }

    /** Lets the kernel drop a part from its cache, so that a backup does not drive out what applications use. */
    public void doneWith(FileRange range) throws LinuxException {
        advise(range.offset(), range.length(), FADV_DONTNEED);
    }

    /** Whether it lies on btrfs, see fstatfs(2). */
    public boolean onBtrfs() throws LinuxException {
        byte[] raw = new byte[STATFS_SIZE];
        LinuxException.checked(LibC.fstatfs(descriptor.number(), raw), "fstatfs", descriptor);
        return ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()).getLong(0) == BTRFS_MAGIC;
    }

    private void advise(long offset, long length, int advice) throws LinuxException {
        int number = LibC.posix_fadvise(descriptor.number(), offset, length, advice);
        if (number != 0) {
            throw LinuxException.numbered(number, "posix_fadvise", descriptor);
        }
    }

    @Override
    public String toString() {
        return descriptor.toString();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
