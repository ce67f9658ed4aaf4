// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** How one server is reached. It may be down: nothing here connects but what is called so. */
record Server(String url, String user, Path passwordFile, String application) {
    private static final int CONNECT_MILLIS = 10_000;

    /** Also the longest that an abort takes: to end a statement that runs, the driver connects once more. */
    private static final int CONNECT_MILLIS_OF_HOLD = 2_000;

    static Server of(Settings settings, String application) throws WriterException {
        return new Server(
                settings.requiredText("url"),
                settings.requiredText("user"),
                Path.of(settings.requiredText("password-file")),
                application);
    }

    /** A session of its own. */
    Connection connect() throws WriterException {
        return connect(CONNECT_MILLIS);
    }

    /** A session whose statements can be aborted soon. */
    Connection connectForHold() throws WriterException {
        return connect(CONNECT_MILLIS_OF_HOLD);
    }

    /** The driver is asked directly: DriverManager knows the drivers of one class loader only. */
    private Connection connect(int millis) throws WriterException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", Integer.toString(millis));
        try {
            Connection connection = new Driver().connect(url, properties);
            if (connection == null) {
                throw new SQLException("the driver does not know what to do with " + url);
            }
            return connection;
        } catch (SQLException e) {
            throw failure("connection", "cannot be reached at " + url, Retry.HELPS, e);
        }
    }

    private String password() throws WriterException {
        try {
            return Files.readString(passwordFile).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw failure("password-file", "has a password file that cannot be read", Retry.DOES_NOT_HELP, e);
        }
    }

    /** @param what goes after "application NAME" */
    WriterException failure(String code, String what, Retry retry, Exception cause) {
        return new WriterException(
                "mariadb." + code, "application " + application + " " + what + ": " + cause.getMessage(), retry, "", cause);
    }

    WriterException refusal(String code, String what, String hint) {
        return new WriterException(
                "mariadb." + code, "application " + application + " " + what, Retry.DOES_NOT_HELP, hint);
    }
}
