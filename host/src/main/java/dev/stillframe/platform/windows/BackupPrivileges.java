// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinDef.DWORD;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLEByReference;
import com.sun.jna.platform.win32.WinNT.LUID;
import com.sun.jna.platform.win32.WinNT.LUID_AND_ATTRIBUTES;
import com.sun.jna.platform.win32.WinNT.TOKEN_PRIVILEGES;

/**
 * The privileges with which a backup program reads and writes files whatever their access lists say: SeBackupPrivilege,
 * SeRestorePrivilege, and SeSecurityPrivilege for the lists of what is audited. Administrators and Backup Operators hold
 * them, but they have to be switched on.
 */
public final class BackupPrivileges {
    private BackupPrivileges() {}

    private static final class Enabled {
        private static final boolean READS = enable("SeBackupPrivilege");
        private static final boolean RESTORES = enable("SeRestorePrivilege");
        private static final boolean SECURITY = enable("SeSecurityPrivilege");

        private Enabled() {}
    }

    /** Switches them on for this process, once; says whether all files can be read and restored. */
    public static boolean backup() {
        return Enabled.READS && Enabled.RESTORES;
    }

    /** Whether audit lists can be read and written, too. */
    static boolean security() {
        return Enabled.SECURITY;
    }

    private static boolean enable(String name) {
        HANDLEByReference token = new HANDLEByReference();
        boolean opened = Advapi32.INSTANCE.OpenProcessToken(
                Kernel32.INSTANCE.GetCurrentProcess(), WinNT.TOKEN_ADJUST_PRIVILEGES | WinNT.TOKEN_QUERY, token);
        if (!opened) {
            return false;
        }
        try {
            LUID id = new LUID();
            if (!Advapi32.INSTANCE.LookupPrivilegeValue(null, name, id)) {
                return false;
            }
            TOKEN_PRIVILEGES wanted = new TOKEN_PRIVILEGES(1);
            wanted.Privileges[0] = new LUID_AND_ATTRIBUTES(id, new DWORD(WinNT.SE_PRIVILEGE_ENABLED));
            boolean adjusted = Advapi32.INSTANCE.AdjustTokenPrivileges(token.getValue(), false, wanted, 0, null, null);
            return adjusted && Kernel32.INSTANCE.GetLastError() != WinError.ERROR_NOT_ALL_ASSIGNED;
        } finally {
            Kernel32.INSTANCE.CloseHandle(token.getValue());
        }
    }
}
