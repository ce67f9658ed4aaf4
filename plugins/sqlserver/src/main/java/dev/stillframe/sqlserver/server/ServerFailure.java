// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Turns what the driver throws into the writer's errors. Numbers: Microsoft's "Database engine events and errors". */
public final class ServerFailure {
    private static final int DENIED_IN_DATABASE = 262;
    private static final int DENIED = 229;
    private static final int NO_PERMISSION = 15247;
    private static final int NO_SERVER_PERMISSION = 300;
    private static final int LOGIN_FAILED = 18456;
    private static final int IN_USE = 3102;
    private static final int TERMINATED = 3013;
    private static final int BACKUP_FAILED = 3041;

    private ServerFailure() {}

    /** @param doing what was tried, as in "cannot ... " */
    public static WriterException of(String doing, Exception failure) {
        SQLException sql = sqlException(failure);
        int number = sql == null ? 0 : sql.getErrorCode();
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        String said = "cannot " + doing + ": " + firstLine(sql == null ? failure : sql);
        String message = number == 0 ? said : said + " (error " + number + ")";
        return switch (number) {
            case DENIED_IN_DATABASE, DENIED, NO_PERMISSION, NO_SERVER_PERMISSION ->
                new WriterException(
                        "sqlserver.rights",
                        message,
                        Retry.DOES_NOT_HELP,
                        "stillframe doctor prints the GRANT statements that are missing",
                        failure);
            case LOGIN_FAILED ->
                new WriterException(
                        "sqlserver.login", message, Retry.DOES_NOT_HELP, "check user and password-file", failure);
            case IN_USE ->
                new WriterException(
                        "sqlserver.in-use",
                        message,
                        Retry.HELPS,
                        "another session has the database for itself",
                        failure);
            case TERMINATED, BACKUP_FAILED ->
                new WriterException(
                        "sqlserver.backup-failed",
                        message,
                        Retry.UNKNOWN,
                        "the instance's error log says more",
                        failure);
            default ->
                state.startsWith("08") || (state.isEmpty() && number == 0)
                        ? new WriterException(
                                "sqlserver.connection", message, Retry.HELPS, "does the instance run?", failure)
                        : new WriterException("sqlserver.query", message, Retry.UNKNOWN, "", failure);
        };
    }

    private static @Nullable SQLException sqlException(Exception failure) {
        SQLException deepest = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && (sql.getSQLState() != null || deepest == null)) {
                deepest = sql;
            }
        }
        return deepest;
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.split("\n", 2)[0].strip();
    }
}
