// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The functions of vssapi.dll, and those of COM that go with them. Any thread. */
public final class VssLibrary {
    private static final int MULTITHREADED = 0;
    private static final int PACKET_PRIVACY = 6;
    private static final int IMPERSONATE = 3;
    private static final int STATIC_CLOAKING = 0x20;

    private final NativeLibrary vss;
    private final NativeLibrary ole;
    private final NativeLibrary automation;
    private final CallingConvention convention;
    private final AtomicBoolean secured = new AtomicBoolean();

    private VssLibrary(NativeLibrary vss, NativeLibrary ole, NativeLibrary automation, CallingConvention convention) {
        this.vss = vss;
        this.ole = ole;
        this.automation = automation;
        this.convention = convention;
    }

    /**
     * The system's own, from its System32 folder whatever the search path says.
     *
     * @throws UnsatisfiedLinkError if this is not Windows
     */
    public static VssLibrary system() {
        String folder = systemFolder();
        return new VssLibrary(
                NativeLibrary.getInstance(folder + "\\vssapi.dll"),
                NativeLibrary.getInstance(folder + "\\ole32.dll"),
                NativeLibrary.getInstance(folder + "\\oleaut32.dll"),
                CallingConvention.PLATFORM);
    }

    /** One library that has all of it: the tests' own. */
    public static VssLibrary of(Path file, CallingConvention convention) {
        NativeLibrary library = NativeLibrary.getInstance(file.toString());
        return new VssLibrary(library, library, library, convention);
    }

    /** VSS does not serve 32-bit requesters on 64-bit Windows, and every offset here is of 64 bits. */
    public static boolean supported() {
        return Native.POINTER_SIZE == Long.BYTES;
    }

    CallingConvention convention() {
        return convention;
    }

    /**
     * Begins a thread's use of COM. An apartment that somebody else made is as good, and so is security that somebody
     * else settled.
     *
     * @return whether {@link #leaveApartment} is owed
     */
    boolean enterApartment() throws ComException {
        int result = call(ole, "CoInitializeEx", null, MULTITHREADED);
        if (result < 0 && result != HResult.RPC_E_CHANGED_MODE.code()) {
            throw new ComException("CoInitializeEx", result);
        }
        if (secured.compareAndSet(false, true)) {
            try {
                secure();
            } catch (ComException e) {
                secured.set(false);
                if (result >= 0) {
                    leaveApartment();
                }
                throw e;
            }
        }
        return result >= 0;
    }

    private void secure() throws ComException {
        int result = call(
                ole,
                "CoInitializeSecurity",
                null,
                -1,
                null,
                null,
                PACKET_PRIVACY,
                IMPERSONATE,
                null,
                STATIC_CLOAKING,
                null);
        if (result < 0 && result != HResult.RPC_E_TOO_LATE.code()) {
            throw new ComException("CoInitializeSecurity", result);
        }
    }

    void leaveApartment() {
        function(ole, "CoUninitialize").invoke(new Object[0]);
    }

    /** A new requester. */
    public BackupComponents create() throws ComException {
        Memory room = new Memory(Long.BYTES);
        room.setPointer(0, null);
        // the plain name is exported mangled only
        int result = call(vss, "CreateVssBackupComponentsInternal", room);
        Pointer object = room.getPointer(0);
        if (result < 0 || object == null) {
            int code = result < 0 ? result : HResult.E_UNEXPECTED.code();
            throw new ComException("CreateVssBackupComponents", code);
        }
        return new BackupComponents(this, object);
    }

    void freeSnapshotProperties(Pointer properties) {
        function(vss, "VssFreeSnapshotPropertiesInternal").invoke(new Object[] {properties});
    }

    /** A BSTR's text; the BSTR is freed. */
    String take(@Nullable Pointer text) {
        try {
            return WideText.read(text);
        } finally {
            free(text);
        }
    }

    /** The same for a document, which may be as long as it likes. */
    String takeWhole(@Nullable Pointer text) {
        try {
            return WideText.whole(text);
        } finally {
            free(text);
        }
    }

    /** A new BSTR, to be given to {@link #free}. */
    Pointer text(String text) throws ComException {
        Pointer made = function(automation, "SysAllocString").invokePointer(new Object[] {WideText.of(text)});
        if (made == null) {
            throw new ComException("SysAllocString", HResult.E_OUTOFMEMORY.code());
        }
        return made;
    }

    void free(@Nullable Pointer text) {
        if (text != null) {
            function(automation, "SysFreeString").invoke(new Object[] {text});
        }
    }

    private int call(NativeLibrary library, String name, @Nullable Object... arguments) {
        return function(library, name).invokeInt(arguments);
    }

    private Function function(NativeLibrary library, String name) {
        return library.getFunction(name, convention.flags());
    }

    private static String systemFolder() {
        byte[] folder = new byte[1024];
        int length = NativeLibrary.getInstance("kernel32")
                .getFunction("GetSystemDirectoryW")
                .invokeInt(new Object[] {folder, folder.length / 2});
        if (length <= 0 || length >= folder.length / 2) {
            throw new UnsatisfiedLinkError("Windows does not name its system folder");
        }
        return new String(folder, 0, length * 2, StandardCharsets.UTF_16LE);
    }
}
