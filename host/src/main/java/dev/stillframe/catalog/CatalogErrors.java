// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what SQLite's result codes (sqlite.org/rescode.html) mean for the operator. */
record CatalogErrors(Path file) {

    /** @param undone what could not be done to the catalogue */
    StillframeException of(String undone, RuntimeException cause) {
        SQLiteErrorCode code = code(cause);
        return switch (code.code & 0xff) { // the lower byte is the primary result code
            case 5, 6 ->
                new StillframeException( // SQLITE_BUSY, SQLITE_LOCKED
                        "catalog.locked",
                        "the catalogue " + file + " could not be " + undone + ": another process is writing to it",
                        Retry.HELPS,
                        "wait until it has ended; nothing but stillframe may have it open",
                        cause);
            case 11, 26 -> damaged(message(cause), cause); // SQLITE_CORRUPT, SQLITE_NOTADB
            case 13 ->
                new StillframeException( // SQLITE_FULL
                        "catalog.full",
                        "the catalogue " + file + " could not be " + undone + ": its filesystem is full",
                        Retry.DOES_NOT_HELP,
                        "make room where the state directory lies",
                        cause);
            case 3, 8, 10, 14, 23 ->
                new StillframeException( // PERM, READONLY, IOERR, CANTOPEN, AUTH
                        "catalog.unwritable",
                        "the catalogue " + file + " could not be " + undone + ": " + message(cause),
                        Retry.DOES_NOT_HELP,
                        "run as the user who owns it, on a local filesystem that can be written",
                        cause);
            default ->
                new StillframeException(
                        "catalog.failed",
                        "the catalogue " + file + " could not be " + undone + ": " + message(cause),
                        Retry.UNKNOWN,
                        "no backup depends on the catalogue: it can be moved away, then run stillframe recover",
                        cause);
        };
    }

    StillframeException damaged(String why, @Nullable Throwable cause) {
        return new StillframeException(
                "catalog.damaged",
                "the catalogue " + file + " is damaged: "
                        + why.lines().findFirst().orElse(""),
                Retry.DOES_NOT_HELP,
                "move it away with its -wal and -shm files: a new one is made and no backup is lost;"
                        + " then run stillframe recover",
                cause);
    }

    private static SQLiteErrorCode code(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return sqlite.getResultCode();
            }
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static String message(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && sqlite.getMessage() != null) {
                return sqlite.getMessage();
            }
        }
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
