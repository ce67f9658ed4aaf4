// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the configuration says about an instance. The password is not part of it, only where it lies.
 *
 * @param url for Microsoft's JDBC driver, without a password
 * @param databases which ones; empty means every user database
 * @param exclude databases that are left out on purpose
 * @param wholeServer whether the instance is suspended as a whole, and not by the names of its databases
 * @param metadataDirectory where the instance writes the metadata of a backup; empty means its own backup folder
 */
public record ServerSettings(
        String url,
        Optional<String> user,
        Optional<Path> passwordFile,
        List<String> databases,
        List<String> exclude,
        boolean wholeServer,
        Optional<String> metadataDirectory) {

    /**
     * Reads the settings.
     *
     * @throws WriterException {@code sqlserver.url}, {@code sqlserver.password-in-url}, {@code sqlserver.whole-server}
     */
    public static ServerSettings of(Settings settings) throws WriterException {
        String url = settings.requiredText("url");
        if (!url.startsWith("jdbc:sqlserver:")) {
            throw invalid(
                    "sqlserver.url", "is not a url of Microsoft's driver", "write it like jdbc:sqlserver://localhost");
        }
        String lower = url.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
        if (lower.contains(";password=") || lower.contains(";pwd=")) {
            throw invalid(
                    "sqlserver.password-in-url",
                    "holds a password",
                    "put the password into a file and name that with password-file");
        }
        boolean wholeServer = settings.flag("whole-server").orElse(false);
        if (wholeServer
                && !(settings.texts("databases").isEmpty()
                        && settings.texts("exclude").isEmpty())) {
            throw new WriterException(
                    "sqlserver.whole-server",
                    "setting \"whole-server\" suspends every user database, and databases or exclude name some",
                    Retry.DOES_NOT_HELP,
                    "leave out one of them");
        }
        return new ServerSettings(
                url,
                settings.text("user"),
                settings.text("password-file").map(Path::of),
                settings.texts("databases"),
                settings.texts("exclude"),
                wholeServer,
                settings.text("metadata-directory"));
    }

    private static WriterException invalid(String code, String what, String hint) {
        return new WriterException(code, "setting \"url\" " + what, Retry.DOES_NOT_HELP, hint);
    }
}
