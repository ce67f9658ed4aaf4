// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/** Why a call failed, see errno(3). The numbers are those of asm-generic, which x86-64 and AArch64 share. */
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or folder"),
    EINTR(4, "interrupted"),
    EIO(5, "input/output error"),
    ENXIO(6, "no such device or address"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "in use"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EBUSY(16, "busy"),
    EEXIST(17, "exists already"),
    EXDEV(18, "on another filesystem"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a folder"),
    EISDIR(21, "is a folder"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ENOTTY(25, "not supported by this filesystem"),
    ETXTBSY(26, "program is running"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left"),
    ESPIPE(29, "cannot be positioned"),
    EROFS(30, "read-only filesystem"),
    EMLINK(31, "too many links"),
    ERANGE(34, "out of range"),
    ENAMETOOLONG(36, "name too long"),
    ENOSYS(38, "not known to this kernel"),
    ENOTEMPTY(39, "folder is not empty"),
    ELOOP(40, "a symbolic link, or too many of them"),
    ENODATA(61, "no such attribute"),
    EOVERFLOW(75, "value too large"),
    EILSEQ(84, "name is not valid text"),
    EOPNOTSUPP(95, "not supported"),
    ESTALE(116, "stale file handle"),
    EDQUOT(122, "quota exceeded"),
    /** Any number that is not listed here. */
    OTHER(0, "failed");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** In words, lower case. */
    public String meaning() {
        return meaning;
    }

    static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return OTHER;
    }
}
