// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file or folder of Windows. Every call names its position itself, so any thread may read and write, several at
 * once; whoever closes it makes sure that nobody uses it any more.
 */
public final class WindowsHandle implements AutoCloseable {
    private static final int FILE_BASIC_INFO = 0;
    private static final int FILE_END_OF_FILE_INFO = 6;
    private static final int FILE_ID_BOTH_DIRECTORY_INFO = 10;
    private static final int FILE_ID_BOTH_DIRECTORY_RESTART_INFO = 11;
    private static final int FSCTL_SET_SPARSE = 0x900C4;
    private static final int FSCTL_GET_REPARSE_POINT = 0x900A8;
    private static final int FSCTL_QUERY_ALLOCATED_RANGES = 0x940CF;
    private static final int LONGEST_REPARSE_POINT = 16 << 10;
    private static final int LIST = 64 << 10;
    private static final int LARGEST_TRANSFER = 1 << 24;

    private final String name;
    private final Pointer handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WindowsHandle(String name, Pointer handle) {
        this.name = name;
        this.handle = handle;
    }

    /** Opens or makes what has this name in Windows' own words. */
    static WindowsHandle open(String name, int access, int share, int disposition, int flags) throws WindowsException {
        Pointer handle = Kernel.system().CreateFile(name, access, share, null, disposition, flags, null);
        if (handle.equals(Kernel.INVALID_HANDLE)) {
            throw WindowsException.last("CreateFile", name);
        }
        return new WindowsHandle(name, handle);
    }

    Pointer pointer() {
        return handle;
    }

    /** As Windows writes it. */
    public String name() {
        return name;
    }

    public WindowsStatus status() throws WindowsException {
        Memory byHandle = new Memory(WindowsStatus.BY_HANDLE_SIZE);
        check(Kernel.system().GetFileInformationByHandle(handle, byHandle), "GetFileInformationByHandle");
        return WindowsStatus.parse(byHandle.getByteArray(0, WindowsStatus.BY_HANDLE_SIZE), basic());
    }

    private byte[] basic() throws WindowsException {
        Memory basic = new Memory(WindowsStatus.BASIC_SIZE);
        check(
                Kernel.system().GetFileInformationByHandleEx(handle, FILE_BASIC_INFO, basic, (int) basic.size()),
                "GetFileInformationByHandleEx");
        return basic.getByteArray(0, WindowsStatus.BASIC_SIZE);
    }

    /** The names in an open folder, in the system's order. */
    List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        Memory buffer = new Memory(LIST);
        int kind = FILE_ID_BOTH_DIRECTORY_RESTART_INFO;
        while (Kernel.system().GetFileInformationByHandleEx(handle, kind, buffer, LIST)) {
            names.addAll(FolderNames.parse(buffer.getByteArray(0, LIST)));
            kind = FILE_ID_BOTH_DIRECTORY_INFO;
        }
        WindowsException end = WindowsException.last("GetFileInformationByHandleEx", name);
        boolean empty = names.isEmpty() && end.is(WindowsError.FILE_NOT_FOUND); // the root of a volume, without "."
        if (!end.is(WindowsError.NO_MORE_FILES) && !empty) {
            throw end;
        }
        return names;
    }

    /** @return how many bytes, -1 at or after the end */
    public int read(ByteBuffer buffer, long at) throws WindowsException {
        int length = Math.min(buffer.remaining(), LARGEST_TRANSFER);
        if (length == 0) {
            return 0;
        }
        Memory copy = buffer.isDirect() ? null : new Memory(length);
        Pointer to = copy == null ? Native.getDirectBufferPointer(buffer).share(buffer.position()) : copy;
        IntByReference count = new IntByReference();
        if (!Kernel.system().ReadFile(handle, to, length, count, position(at))) {
            WindowsException failed = WindowsException.last("ReadFile", name);
            if (failed.is(WindowsError.HANDLE_EOF)) {
                return -1;
            }
            throw failed;
        }
        int read = count.getValue();
        if (copy != null) {
            buffer.put(copy.getByteArray(0, read));
        } else {
            buffer.position(buffer.position() + read);
        }
        return read == 0 ? -1 : read;
    }

    /** Writes all that remains in the buffer at a position. */
    public void write(ByteBuffer buffer, long at) throws WindowsException {
        long position = at;
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), LARGEST_TRANSFER);
            Pointer from = buffer.isDirect()
                    ? Native.getDirectBufferPointer(buffer).share(buffer.position())
                    : copy(buffer, length);
            IntByReference count = new IntByReference();
            check(Kernel.system().WriteFile(handle, from, length, count, position(position)), "WriteFile");
            buffer.position(buffer.position() + count.getValue());
            position += count.getValue();
        }
    }

    private static Memory copy(ByteBuffer buffer, int length) {
        Memory copy = new Memory(length);
        copy.getByteBuffer(0, length).put(buffer.duplicate().limit(buffer.position() + length));
        return copy;
    }

    /** OVERLAPPED (minwinbase.h): of a handle that is not overlapped it only says where. */
    private static Memory position(long at) {
        Memory overlapped = new Memory(32);
        overlapped.clear();
        overlapped.setLong(16, at);
        return overlapped;
    }

    public void setSize(long size) throws WindowsException {
        Memory end = new Memory(Long.BYTES);
        end.setLong(0, size);
        set(FILE_END_OF_FILE_INFO, end);
    }

    /** From now on what is not written takes no space. A filesystem that cannot do it writes zeros. */
    public void setSparse() throws WindowsException {
        IntByReference none = new IntByReference();
        if (!Kernel.system().DeviceIoControl(handle, FSCTL_SET_SPARSE, null, 0, null, 0, none, null)) {
            WindowsException failed = WindowsException.last("DeviceIoControl FSCTL_SET_SPARSE", name);
            if (!failed.unsupported()) {
                throw failed;
            }
        }
    }

    /** Sets times and attributes; what is 0 stays as it is. */
    void setBasic(long created, long modified, int attributes) throws WindowsException {
        Memory basic = new Memory(WindowsStatus.BASIC_SIZE);
        basic.clear();
        basic.setLong(0, created);
        basic.setLong(16, modified);
        basic.setInt(32, attributes);
        set(FILE_BASIC_INFO, basic);
    }

    private void set(int kind, Memory value) throws WindowsException {
        check(
                Kernel.system().SetFileInformationByHandle(handle, kind, value, (int) value.size()),
                "SetFileInformationByHandle");
    }

    /** Where a sparse file has data, from 0 to a size; the whole where the filesystem does not tell. */
    public List<Allocated> allocated(long size) throws IOException {
        List<Allocated> all = new ArrayList<>();
        Memory question = new Memory(AllocatedRanges.RECORD);
        Memory answer = new Memory(LIST);
        long from = 0;
        while (from < size) {
            question.setLong(0, from);
            question.setLong(8, size - from);
            IntByReference count = new IntByReference();
            boolean whole = Kernel.system()
                    .DeviceIoControl(
                            handle,
                            FSCTL_QUERY_ALLOCATED_RANGES,
                            question,
                            AllocatedRanges.RECORD,
                            answer,
                            LIST,
                            count,
                            null);
            WindowsException failed = WindowsException.last("DeviceIoControl FSCTL_QUERY_ALLOCATED_RANGES", name);
            if (!whole && failed.unsupported()) {
                return List.of(new Allocated(0, size));
            }
            if (!whole && !failed.is(WindowsError.MORE_DATA)) {
                throw failed;
            }
            List<Allocated> some = AllocatedRanges.parse(answer.getByteArray(0, count.getValue()), from);
            all.addAll(some);
            if (whole || some.isEmpty()) {
                return all;
            }
            from = some.get(some.size() - 1).end();
        }
        return all;
    }

    ReparsePoint reparsePoint() throws IOException {
        Memory buffer = new Memory(LONGEST_REPARSE_POINT);
        IntByReference count = new IntByReference();
        check(
                Kernel.system()
                        .DeviceIoControl(
                                handle, FSCTL_GET_REPARSE_POINT, null, 0, buffer, LONGEST_REPARSE_POINT, count, null),
                "DeviceIoControl FSCTL_GET_REPARSE_POINT");
        return ReparsePoint.parse(buffer.getByteArray(0, count.getValue()));
    }

    /** Where it really lies, with a drive's letter. */
    String finalName() throws WindowsException {
        Memory path = new Memory(64 << 10);
        int length = Kernel.system().GetFinalPathNameByHandle(handle, path, (int) path.size() / 2, 0);
        check(length > 0 && length < path.size() / 2, "GetFinalPathNameByHandle");
        return WideText.read(path);
    }

    /** Makes what was written durable. */
    public void sync() throws WindowsException {
        check(Kernel.system().FlushFileBuffers(handle), "FlushFileBuffers");
    }

    private void check(boolean succeeded, String call) throws WindowsException {
        WindowsException.check(succeeded, call, name);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            Kernel.system().CloseHandle(handle);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
