// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.util.Arrays;
import java.util.Optional;

/** Results of COM and VSS that somebody acts upon or that an operator should see by name (winerror.h, vsserror.h). */
public enum HResult {
    E_NOTIMPL(0x80004001),
    E_UNEXPECTED(0x8000FFFF),
    E_ACCESSDENIED(0x80070005),
    E_OUTOFMEMORY(0x8007000E),
    E_INVALIDARG(0x80070057),
    CO_E_NOTINITIALIZED(0x800401F0),
    RPC_E_CHANGED_MODE(0x80010106),
    RPC_E_TOO_LATE(0x80010119),
    RPC_S_SERVER_UNAVAILABLE(0x800706BA),
    RPC_S_CALL_FAILED(0x800706BE),
    VSS_E_BAD_STATE(0x80042301),
    VSS_E_UNEXPECTED(0x80042302),
    VSS_E_PROVIDER_NOT_REGISTERED(0x80042304),
    VSS_E_PROVIDER_VETO(0x80042306),
    VSS_E_OBJECT_NOT_FOUND(0x80042308),
    VSS_S_ASYNC_PENDING(0x00042309),
    VSS_S_ASYNC_FINISHED(0x0004230A),
    VSS_S_ASYNC_CANCELLED(0x0004230B),
    VSS_E_VOLUME_NOT_SUPPORTED(0x8004230C),
    VSS_E_OBJECT_ALREADY_EXISTS(0x8004230D),
    VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER(0x8004230E),
    VSS_E_UNEXPECTED_PROVIDER_ERROR(0x8004230F),
    VSS_E_CORRUPT_XML_DOCUMENT(0x80042310),
    VSS_E_INVALID_XML_DOCUMENT(0x80042311),
    VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED(0x80042312),
    VSS_E_FLUSH_WRITES_TIMEOUT(0x80042313),
    VSS_E_HOLD_WRITES_TIMEOUT(0x80042314),
    VSS_E_UNEXPECTED_WRITER_ERROR(0x80042315),
    VSS_E_SNAPSHOT_SET_IN_PROGRESS(0x80042316),
    VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED(0x80042317),
    VSS_E_WRITER_INFRASTRUCTURE(0x80042318),
    VSS_E_WRITER_NOT_RESPONDING(0x80042319),
    VSS_E_INSUFFICIENT_STORAGE(0x8004231F),
    VSS_E_REBOOT_REQUIRED(0x80042327),
    VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT(0x800423F0),
    VSS_E_WRITERERROR_OUTOFRESOURCES(0x800423F1),
    VSS_E_WRITERERROR_TIMEOUT(0x800423F2),
    VSS_E_WRITERERROR_RETRYABLE(0x800423F3),
    VSS_E_WRITERERROR_NONRETRYABLE(0x800423F4);

    private final int code;

    HResult(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<HResult> of(int code) {
        return Arrays.stream(values()).filter(known -> known.code == code).findFirst();
    }

    /** The name, if it is known, and always the number. */
    public static String describe(int code) {
        String number = String.format("0x%08X", code);
        return of(code).map(known -> known + " (" + number + ")").orElse(number);
    }
}
