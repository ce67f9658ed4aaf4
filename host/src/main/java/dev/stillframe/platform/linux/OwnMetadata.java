// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.time.Instant;

/** Sets what an open file or folder says of itself. */
final class OwnMetadata {
    private OwnMetadata() {}

    static void setOwner(Descriptor open, int uid, int gid) throws LinuxException {
        int result = LibC.fchownat(open.number(), Bytes.EMPTY, uid, gid, LibC.AT_EMPTY_PATH);
        LinuxException.checked(result, "fchownat", open);
    }

    static void setPermissions(Descriptor open, int permissions) throws LinuxException {
        LinuxException.checked(LibC.fchmod(open.number(), permissions), "fchmod", open);
    }

    static void setModified(Descriptor open, Instant modified) throws LinuxException {
        LinuxException.checked(LibC.futimens(open.number(), Times.modified(modified)), "futimens", open);
    }
}
