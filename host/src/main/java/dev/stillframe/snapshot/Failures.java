// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.linux.LinuxException;
import java.io.IOException;

/**
 * What went wrong in the words of the contract.
 *
 * @param provider begins every code: {@code snapshot.PROVIDER.WORD}
 */
public record Failures(String provider) {
    /** A call of the system failed. */
    public SnapshotException of(String word, IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return new SnapshotException(code(word), message, retry(e), hint(e), e);
    }

    public SnapshotException of(String word, String message, Retry retry, String hint) {
        return new SnapshotException(code(word), message, retry, hint);
    }

    /** It was given up from another thread. */
    public SnapshotException aborted(Object what) {
        return of("aborted", what + ": the snapshot was given up while it was taken", Retry.HELPS, "");
    }

    private String code(String word) {
        return "snapshot." + provider + "." + word;
    }

    private static Retry retry(IOException e) {
        if (e instanceof LinuxException failed) {
            return switch (failed.errno()) {
                case EAGAIN, EBUSY, ENOMEM, ENFILE, EMFILE, ENOENT -> Retry.HELPS;
                case EPERM, EACCES, EROFS, EOPNOTSUPP, ENOTTY, EINVAL, EXDEV, ETXTBSY -> Retry.DOES_NOT_HELP;
                default -> Retry.UNKNOWN;
            };
        }
        return Retry.UNKNOWN;
    }

    private static String hint(IOException e) {
        if (e instanceof LinuxException failed) {
            return switch (failed.errno()) {
                case EPERM, EACCES -> "run as root";
                case ENOSPC, EDQUOT -> "make room on the filesystem";
                case ETXTBSY -> "an active swap file lies there: move it to another subvolume or filesystem";
                case ENFILE, EMFILE -> "raise the limit of open files";
                default -> "";
            };
        }
        return "";
    }
}
