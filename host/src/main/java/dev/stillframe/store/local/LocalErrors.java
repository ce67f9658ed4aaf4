// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an error of the filesystem means for a repository. The JDK tells most of them by strerror(3)'s text only. */
final class LocalErrors {
    /** ESTALE, ETIMEDOUT, EHOSTDOWN, EAGAIN, EBUSY: what a network mount says while its server is away. */
    private static final List<String> PASSING = List.of(
            "Stale file handle",
            "Connection timed out",
            "Host is down",
            "No route to host",
            "Resource temporarily unavailable",
            "Device or resource busy");

    private LocalErrors() {}

    /** For the error of a folder in the midst of its listing. */
    static BackendException of(DirectoryIteratorException e, Path folder) {
        IOException cause = e.getCause();
        return of(cause == null ? new IOException(e) : cause, folder);
    }

    static BackendException of(IOException e, Path file) {
        if (e instanceof BackendException known) {
            return known;
        }
        if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
            return failed(Failure.INTERRUPTED, "interrupted", file + ": interrupted", Retry.HELPS, "", e);
        }
        if (e instanceof NoSuchFileException) {
            return permanent(
                    Failure.NOT_FOUND, "missing", file + ": does not exist", "is the repository's disk mounted?", e);
        }
        if (e instanceof AccessDeniedException) {
            return permanent("denied", file + ": permission denied", "run as a user that may use the repository", e);
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left on device") || message.contains("quota exceeded")) {
            return permanent(
                    "full",
                    file + ": no space left",
                    "make room on the repository's disk, or run forget and prune; nothing that was stored is lost",
                    e);
        }
        if (message.contains("Read-only file system")) {
            return permanent("read-only", file + ": the filesystem is mounted read-only", "mount it for writing", e);
        }
        if (PASSING.stream().anyMatch(message::contains)) {
            return failed(
                    Failure.TRANSIENT,
                    "unreachable",
                    file + ": " + message,
                    Retry.HELPS,
                    "check the mount and its server",
                    e);
        }
        return failed(Failure.PERMANENT, "failed", file + ": " + message, Retry.UNKNOWN, "check the disk under it", e);
    }

    static BackendException tooShort(Path file, long end, long missing) {
        return permanent(
                "short",
                file + ": ends at byte " + end + ", " + missing + " bytes too early",
                "check the disk under it, then run verify",
                null);
    }

    static BackendException tooLong(Path file, long size, long most) {
        return permanent(
                "long",
                file + ": has " + size + " bytes, more than the " + most + " that such a file can have",
                "it is damaged, or not a repository's file",
                null);
    }

    private static BackendException permanent(String word, String message, String hint, @Nullable IOException cause) {
        return permanent(Failure.PERMANENT, word, message, hint, cause);
    }

    private static BackendException permanent(
            Failure failure, String word, String message, String hint, @Nullable IOException cause) {
        return failed(failure, word, message, Retry.DOES_NOT_HELP, hint, cause);
    }

    private static BackendException failed(
            Failure failure, String word, String message, Retry retry, String hint, @Nullable IOException cause) {
        return new BackendException(failure, new Problem("store." + word, message, retry, hint), cause);
    }
}
