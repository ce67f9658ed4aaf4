// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.windows.ComException;
import dev.stillframe.platform.windows.HResult;
import java.io.IOException;

/** What VSS says in the words of the contract. */
final class VssErrors {
    private static final String LATER =
            "VSS asks to wait ten minutes before the next attempt, and to give up after three";

    private VssErrors() {}

    static SnapshotException of(String word, String message, Retry retry, String hint) {
        return new SnapshotException("snapshot.vss." + word, message, retry, hint);
    }

    /** @param what lower case: which volumes or component it was about */
    static SnapshotException of(String what, IOException e) {
        String message = what + ": " + e.getMessage();
        if (!(e instanceof ComException failed) || failed.result().isEmpty()) {
            return failure("failed", message, Retry.UNKNOWN, "see the Windows event log, sources VSS and volsnap", e);
        }
        HResult result = failed.result().orElseThrow();
        return switch (result) {
            case E_ACCESSDENIED ->
                failure(
                        "rights",
                        message,
                        Retry.DOES_NOT_HELP,
                        "run as LocalSystem, or elevated as a member of Administrators or Backup Operators",
                        e);
            case VSS_E_FLUSH_WRITES_TIMEOUT -> failure("flush-timeout", message, Retry.HELPS, LATER, e);
            case VSS_E_HOLD_WRITES_TIMEOUT -> failure("hold-timeout", message, Retry.HELPS, LATER, e);
            case VSS_E_PROVIDER_VETO ->
                failure(
                        "provider-veto",
                        message,
                        Retry.HELPS,
                        LATER + "; the event log says what the provider minds",
                        e);
            case VSS_E_SNAPSHOT_SET_IN_PROGRESS ->
                failure(
                        "in-progress",
                        message,
                        Retry.HELPS,
                        "another backup is making shadow copies; if none runs, restart the service VSS",
                        e);
            case VSS_E_INSUFFICIENT_STORAGE ->
                failure(
                        "storage",
                        message,
                        Retry.UNKNOWN,
                        "make room, or give the shadow copies more: vssadmin resize shadowstorage",
                        e);
            case VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED, VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED ->
                failure("limit", message, Retry.DOES_NOT_HELP, "remove old ones: vssadmin delete shadows", e);
            case VSS_E_VOLUME_NOT_SUPPORTED, VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER ->
                failure("volume", message, Retry.DOES_NOT_HELP, "VSS shadows local NTFS and ReFS volumes", e);
            case VSS_E_PROVIDER_NOT_REGISTERED, VSS_E_UNEXPECTED_PROVIDER_ERROR ->
                failure("provider", message, Retry.UNKNOWN, "see vssadmin list providers and the event log", e);
            case VSS_E_WRITER_INFRASTRUCTURE, VSS_E_WRITER_NOT_RESPONDING, VSS_E_UNEXPECTED_WRITER_ERROR ->
                failure(
                        "writers",
                        message,
                        Retry.UNKNOWN,
                        "see vssadmin list writers; the services EventSystem and VSS must be able to start",
                        e);
            case VSS_E_INVALID_XML_DOCUMENT, VSS_E_CORRUPT_XML_DOCUMENT ->
                failure(
                        "document",
                        message,
                        Retry.DOES_NOT_HELP,
                        "VSS cannot read the backup's document: restore without --in-place and use the application's tools",
                        e);
            case VSS_E_OBJECT_NOT_FOUND -> failure("not-found", message, Retry.UNKNOWN, "plan again", e);
            case VSS_E_REBOOT_REQUIRED -> failure("reboot", message, Retry.DOES_NOT_HELP, "restart Windows", e);
            case VSS_S_ASYNC_CANCELLED -> failure("cancelled", message, Retry.HELPS, "", e);
            case E_OUTOFMEMORY -> failure("memory", message, Retry.HELPS, "", e);
            case RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED ->
                failure("service", message, Retry.HELPS, "check that the service VSS can start", e);
            case VSS_E_BAD_STATE, E_INVALIDARG, CO_E_NOTINITIALIZED, VSS_E_OBJECT_ALREADY_EXISTS ->
                failure("misuse", message, Retry.DOES_NOT_HELP, "report it: Stillframe called VSS wrongly", e);
            case E_NOTIMPL ->
                failure("absent", message, Retry.DOES_NOT_HELP, "this Windows has no working VSS (Wine has none)", e);
            default ->
                failure("failed", message, Retry.UNKNOWN, "see the Windows event log, sources VSS and volsnap", e);
        };
    }

    private static SnapshotException failure(String word, String message, Retry retry, String hint, IOException e) {
        return new SnapshotException("snapshot.vss." + word, message, retry, hint, e);
    }
}
