// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;
import dev.stillframe.api.SourcePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has files open, as the Restart Manager knows it (restartmanager.h). Any thread. */
public final class FileHolders {
    private static final int MORE_DATA = 234;
    private static final int KEY_CHARACTERS = 33;
    private static final int TRIES = 4;

    private FileHolders() {}

    /** The functions of rstrtmgr.dll. */
    private interface Library extends StdCallLibrary {
        int RmStartSession(IntByReference session, int flags, Pointer key);

        int RmRegisterResources(
                int session,
                int files,
                String[] names,
                int processes,
                @Nullable Pointer unique,
                int services,
                @Nullable Pointer serviceNames);

        int RmGetList(
                int session, IntByReference needed, IntByReference room, @Nullable Pointer found, IntByReference why);

        int RmEndSession(int session);

        /** Not loaded before it is used. */
        final class Loaded {
            private static final Library LIBRARY =
                    Native.load("rstrtmgr", Library.class, W32APIOptions.UNICODE_OPTIONS);

            private Loaded() {}
        }
    }

    /**
     * A process that has one of the files open; how is not known.
     *
     * @param started a FILETIME
     */
    public record Holder(long pid, long started, String application) {
        static final int RECORD = 668;

        /**
         * RM_PROCESS_INFO.
         *
         * @throws IllegalArgumentException if they are not whole
         */
        static List<Holder> parse(byte[] records) {
            if (records.length % RECORD != 0) {
                throw new IllegalArgumentException("a list of processes has " + records.length + " bytes");
            }
            List<Holder> holders = new ArrayList<>();
            ByteBuffer all = ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < records.length; at += RECORD) {
                String name = WideText.read(Arrays.copyOfRange(records, at + 12, at + 12 + 512));
                int end = name.indexOf(0);
                long started = (all.getInt(at + 4) & 0xffff_ffffL) | ((long) all.getInt(at + 8) << 32);
                holders.add(
                        new Holder(all.getInt(at) & 0xffff_ffffL, started, end < 0 ? name : name.substring(0, end)));
            }
            return holders;
        }

        @Override
        public String toString() {
            return (application.isEmpty() ? "a process" : application) + " (process " + pid + ")";
        }
    }

    /**
     * Who has a file open.
     *
     * @throws WindowsException if the Restart Manager cannot be asked
     */
    public static List<Holder> holders(SourcePath file) throws WindowsException {
        IntByReference session = new IntByReference();
        Memory key = new Memory(KEY_CHARACTERS * 2L);
        check(Library.Loaded.LIBRARY.RmStartSession(session, 0, key), "RmStartSession", file);
        try {
            String[] names = {WindowsPath.of(file)};
            check(
                    Library.Loaded.LIBRARY.RmRegisterResources(session.getValue(), 1, names, 0, null, 0, null),
                    "RmRegisterResources",
                    file);
            return list(session.getValue(), file);
        } finally {
            Library.Loaded.LIBRARY.RmEndSession(session.getValue());
        }
    }

    private static List<Holder> list(int session, SourcePath file) throws WindowsException {
        int capacity = 8;
        for (int i = 0; i < TRIES; i++) {
            IntByReference needed = new IntByReference();
            IntByReference room = new IntByReference(capacity);
            Memory found = new Memory((long) capacity * Holder.RECORD);
            int result = Library.Loaded.LIBRARY.RmGetList(session, needed, room, found, new IntByReference());
            if (result == 0) {
                return Holder.parse(found.getByteArray(0, Math.min(room.getValue(), capacity) * Holder.RECORD));
            }
            if (result != MORE_DATA) {
                throw new WindowsException(result, "RmGetList", file);
            }
            capacity = Math.max(capacity * 2, needed.getValue()); // there may be more of them by now
        }
        throw new WindowsException(MORE_DATA, "RmGetList", file);
    }

    private static void check(int result, String call, SourcePath file) throws WindowsException {
        if (result != 0) {
            throw new WindowsException(result, call, file);
        }
    }

    /** For a message; empty if nobody can be named. */
    static List<String> describe(SourcePath file) {
        try {
            return holders(file).stream().map(Holder::toString).toList();
        } catch (WindowsException | UnsatisfiedLinkError e) {
            return List.of(); // the file's own failure is what counts
        }
    }
}
