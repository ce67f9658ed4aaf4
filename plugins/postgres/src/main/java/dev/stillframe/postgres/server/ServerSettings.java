// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * What the configuration says about a server. The password is not part of it, only where it lies.
 *
 * @param url for pgjdbc, without a password
 * @param passwordFile holds the password and nothing else
 * @param passfile in the format of {@code .pgpass}
 * @param dataDirectory where this machine sees it, if the server calls it by another path
 */
public record ServerSettings(
        String url,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<Path> passfile,
        Optional<Path> dataDirectory,
        SlotPolicy slot) {

    /**
     * Reads the settings.
     *
     * @throws WriterException {@code postgres.url} if pgjdbc cannot read the url, {@code postgres.password-in-url}
     */
    public static ServerSettings of(Settings settings) throws WriterException {
        String url = settings.requiredText("url");
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new WriterException(
                    "postgres.url",
                    "setting \"url\" is not a url of pgjdbc",
                    Retry.DOES_NOT_HELP,
                    "write it like jdbc:postgresql://localhost:5432/postgres");
        }
        if (parsed.containsKey("password")) {
            throw new WriterException(
                    "postgres.password-in-url",
                    "setting \"url\" holds a password",
                    Retry.DOES_NOT_HELP,
                    "put the password into a file and name that with password-file or passfile");
        }
        return new ServerSettings(
                url,
                settings.text("user"),
                settings.text("password-file").map(Path::of),
                settings.text("passfile").map(Path::of),
                settings.text("data-directory").map(Path::of),
                SlotPolicy.valueOf(settings.text("slot")
                        .orElse("if-possible")
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')));
    }
}
