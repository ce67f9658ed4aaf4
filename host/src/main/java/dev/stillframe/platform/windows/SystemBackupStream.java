// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/** BackupRead and BackupSeek (winbase.h) on an open file. */
final class SystemBackupStream implements BackupStream {
    private static final int STEP = 64 << 10;

    private final WindowsHandle file;
    private final PointerByReference context = new PointerByReference();
    private final Memory buffer = new Memory(STEP);

    SystemBackupStream(WindowsHandle file) {
        this.file = file;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws WindowsException {
        IntByReference count = new IntByReference();
        boolean read =
                Kernel.system().BackupRead(file.pointer(), buffer, Math.min(length, STEP), count, false, true, context);
        WindowsException.check(read, "BackupRead", file);
        buffer.read(0, to, offset, count.getValue());
        return count.getValue();
    }

    @Override
    public void skip(long length) throws WindowsException {
        IntByReference low = new IntByReference();
        IntByReference high = new IntByReference();
        boolean sought =
                Kernel.system().BackupSeek(file.pointer(), (int) length, (int) (length >>> 32), low, high, context);
        WindowsException.check(sought, "BackupSeek", file);
    }

    /** Frees what the system keeps between the calls. */
    @Override
    public void close() {
        if (context.getValue() != null) {
            Kernel.system().BackupRead(file.pointer(), null, 0, new IntByReference(), true, true, context);
        }
    }

    /** Writes one record with BackupWrite. */
    static void write(WindowsHandle file, StreamRecord record) throws WindowsException {
        byte[] bytes = record.written();
        Memory from = new Memory(bytes.length);
        from.write(0, bytes, 0, bytes.length);
        PointerByReference context = new PointerByReference();
        IntByReference count = new IntByReference();
        try {
            int done = 0;
            while (done < bytes.length) {
                boolean written = Kernel.system()
                        .BackupWrite(
                                file.pointer(), from.share(done), bytes.length - done, count, false, true, context);
                WindowsException.check(written && count.getValue() > 0, "BackupWrite", file);
                done += count.getValue();
            }
        } finally {
            if (context.getValue() != null) {
                Kernel.system().BackupWrite(file.pointer(), null, 0, count, true, true, context);
            }
        }
    }
}
