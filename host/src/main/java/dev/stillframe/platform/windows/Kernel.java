// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;
import org.jspecify.annotations.Nullable;

/**
 * The functions of kernel32 that files are read and written with, as fileapi.h, winbase.h and ioapiset.h declare them.
 * Numbers of the headers stand beside those who use them.
 */
interface Kernel extends StdCallLibrary {
    /** All bits of the pointer: of an int JNA would take 32. */
    Pointer INVALID_HANDLE = Pointer.createConstant(-1L);

    int GENERIC_READ = 0x80000000;
    int GENERIC_WRITE = 0x40000000;
    int WRITE_DAC = 0x00040000;
    int WRITE_OWNER = 0x00080000;
    int SYSTEM_SECURITY = 0x01000000;
    int FILE_READ_ATTRIBUTES = 0x80;
    int FILE_WRITE_ATTRIBUTES = 0x100;

    int SHARE_READ = 1;
    int SHARE_WRITE = 2;
    int SHARE_DELETE = 4;
    int SHARE_ALL = SHARE_READ | SHARE_WRITE | SHARE_DELETE;

    int CREATE_NEW = 1;
    int OPEN_EXISTING = 3;

    int BACKUP_SEMANTICS = 0x02000000;
    int OPEN_REPARSE_POINT = 0x00200000;

    /** The system's, loaded when it is first asked for. */
    static Kernel system() {
        return Loaded.KERNEL;
    }

    Pointer CreateFile(
            String name,
            int access,
            int share,
            @Nullable Pointer security,
            int disposition,
            int flags,
            @Nullable Pointer template);

    boolean CloseHandle(Pointer handle);

    boolean ReadFile(Pointer handle, Pointer buffer, int length, IntByReference read, @Nullable Pointer overlapped);

    boolean WriteFile(Pointer handle, Pointer buffer, int length, IntByReference written, @Nullable Pointer overlapped);

    boolean FlushFileBuffers(Pointer handle);

    boolean GetFileInformationByHandle(Pointer handle, Pointer information);

    boolean GetFileInformationByHandleEx(Pointer handle, int kind, Pointer information, int size);

    boolean SetFileInformationByHandle(Pointer handle, int kind, Pointer information, int size);

    boolean DeviceIoControl(
            Pointer handle,
            int code,
            @Nullable Pointer in,
            int inSize,
            @Nullable Pointer out,
            int outSize,
            IntByReference returned,
            @Nullable Pointer overlapped);

    int GetFinalPathNameByHandle(Pointer handle, Pointer name, int characters, int flags);

    boolean CreateDirectory(String name, @Nullable Pointer security);

    boolean RemoveDirectory(String name);

    boolean DeleteFile(String name);

    boolean MoveFileEx(String from, String to, int flags);

    boolean CreateHardLink(String name, String existing, @Nullable Pointer security);

    boolean GetVolumePathName(String name, Pointer volume, int characters);

    boolean GetVolumeInformation(
            String root,
            @Nullable Pointer label,
            int labelCharacters,
            IntByReference serial,
            @Nullable IntByReference longestName,
            @Nullable IntByReference flags,
            Pointer fileSystem,
            int fileSystemCharacters);

    boolean BackupRead(
            Pointer handle,
            @Nullable Pointer buffer,
            int length,
            IntByReference read,
            boolean abort,
            boolean security,
            PointerByReference context);

    boolean BackupSeek(
            Pointer handle,
            int low,
            int high,
            IntByReference soughtLow,
            IntByReference soughtHigh,
            PointerByReference context);

    boolean BackupWrite(
            Pointer handle,
            @Nullable Pointer buffer,
            int length,
            IntByReference written,
            boolean abort,
            boolean security,
            PointerByReference context);

    /** Not loaded before it is used, and so never on another system. */
    final class Loaded {
        private static final Kernel KERNEL = Native.load("kernel32", Kernel.class, W32APIOptions.UNICODE_OPTIONS);

        private Loaded() {}
    }
}
