// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Turns what pgjdbc throws into the writer's errors. SQL states: PostgreSQL's manual, appendix A. */
public final class ServerFailure {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private ServerFailure() {}

    /** @param doing what was tried, as in "cannot ... " */
    public static WriterException of(String doing, Exception failure) {
        SQLException sql = sqlException(failure);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        String message = "cannot " + doing + ": " + firstLine(sql == null ? failure : sql);
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return new WriterException(
                    "postgres.rights",
                    message,
                    Retry.DOES_NOT_HELP,
                    "stillframe doctor prints the GRANT statements that are missing",
                    failure);
        }
        if (state.startsWith("28")) {
            return new WriterException(
                    "postgres.login", message, Retry.DOES_NOT_HELP, "check user, password and pg_hba.conf", failure);
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
            return new WriterException("postgres.connection", message, Retry.HELPS, "does the server run?", failure);
        }
        return new WriterException("postgres.query", message, Retry.UNKNOWN, "", failure);
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
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        String line = message.split("\n", 2)[0].strip();
        return line.startsWith("ERROR: ") || line.startsWith("FATAL: ") ? line.substring(7) : line;
    }
}
