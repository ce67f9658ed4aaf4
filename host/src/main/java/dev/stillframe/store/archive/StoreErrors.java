// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.SourceException;
import dev.stillframe.tree.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What an error of the filesystem means for a folder of archives. */
final class StoreErrors {
    private StoreErrors() {}

    static StillframeException of(IOException e, Path file) {
        return new StillframeException(problem(e, file), e);
    }

    /** For those who speak of input and output; a source's own error stays what it is. */
    static IOException asStoreException(IOException e, Path file) {
        return e instanceof SourceException || e instanceof StoreException
                ? e
                : new StoreException(problem(e, file), e);
    }

    static Problem problem(IOException e, Path file) {
        if (e instanceof StoreException known) {
            return known.problem();
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof DamagedException) {
            return new Problem(
                    "store.damaged",
                    message,
                    Retry.DOES_NOT_HELP,
                    "check the disk under it; other backups are not affected");
        }
        if (message.contains("No space left on device") || message.contains("quota exceeded")) {
            return new Problem(
                    "store.full",
                    file + ": no space left",
                    Retry.DOES_NOT_HELP,
                    "make room or choose a larger archive folder");
        }
        if (message.contains("Read-only file system")) {
            return new Problem(
                    "store.read-only",
                    file + ": the filesystem is mounted read-only",
                    Retry.DOES_NOT_HELP,
                    "mount it for writing");
        }
        if (e instanceof AccessDeniedException) {
            return new Problem(
                    "store.denied",
                    file + ": permission denied",
                    Retry.DOES_NOT_HELP,
                    "run as a user that may write there");
        }
        if (e instanceof NoSuchFileException) {
            return new Problem("store.missing", file + ": does not exist", Retry.DOES_NOT_HELP, "is its disk mounted?");
        }
        return new Problem("store.failed", file + ": " + message, Retry.UNKNOWN, "");
    }
}
