// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.util.Arrays;

/** Why a call failed, see "System Error Codes" in the Windows documentation (winerror.h). */
public enum WindowsError {
    INVALID_FUNCTION(1, "not supported by this filesystem"),
    FILE_NOT_FOUND(2, "no such file or folder"),
    PATH_NOT_FOUND(3, "no such folder"),
    TOO_MANY_OPEN_FILES(4, "too many open files"),
    ACCESS_DENIED(5, "access denied"),
    NOT_ENOUGH_MEMORY(8, "out of memory"),
    NOT_SAME_DEVICE(17, "on another volume"),
    NO_MORE_FILES(18, "no more files"),
    WRITE_PROTECT(19, "write-protected"),
    CRC(23, "data error: the checksum of the medium does not match"),
    SHARING_VIOLATION(32, "locked by another process"),
    LOCK_VIOLATION(33, "a part of it is locked by another process"),
    HANDLE_EOF(38, "at its end"),
    HANDLE_DISK_FULL(39, "no space left"),
    NOT_SUPPORTED(50, "not supported"),
    BAD_NETPATH(53, "the network path was not found"),
    FILE_EXISTS(80, "exists already"),
    INVALID_PARAMETER(87, "invalid argument"),
    DISK_FULL(112, "no space left"),
    CALL_NOT_IMPLEMENTED(120, "not known to this Windows"),
    INVALID_NAME(123, "not a name of Windows"),
    DIR_NOT_EMPTY(145, "folder is not empty"),
    ALREADY_EXISTS(183, "exists already"),
    MORE_DATA(234, "more data"),
    DIRECTORY(267, "not a folder"),
    IO_DEVICE(1117, "input/output error"),
    TOO_MANY_LINKS(1142, "too many links"),
    DISK_QUOTA_EXCEEDED(1295, "quota exceeded"),
    PRIVILEGE_NOT_HELD(1314, "a privilege is missing"),
    NOT_A_REPARSE_POINT(4390, "not a reparse point"),
    /** Any number that is not listed here. */
    OTHER(0, "failed");

    private final int number;
    private final String meaning;

    WindowsError(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** In words, lower case. */
    public String meaning() {
        return meaning;
    }

    static WindowsError of(int number) {
        return Arrays.stream(values())
                .filter(known -> known.number == number)
                .findFirst()
                .orElse(OTHER);
    }
}
