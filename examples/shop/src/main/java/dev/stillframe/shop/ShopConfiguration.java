// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of a shop's backup. */
public final class ShopConfiguration {
    private ShopConfiguration() {}

    /**
     * Writes one.
     *
     * @param folder for the configuration, the state and the repository with its password
     * @param home the unpacked distribution
     * @param uploadsMinimum the level that the folder of uploads can reach where it lies
     * @param job more lines of the job, indented by four
     */
    public static Path write(
            Path folder, Path home, PostgresServer server, Path uploads, String uploadsMinimum, String job)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("repository.password"), "correct horse battery staple");
        return Files.writeString(folder.resolve("stillframe.yaml"), """
                repository:
                  location: %1$s/repository
                  password-file: %1$s/repository.password
                state-directory: %1$s/state
                plugins:
                  directory: %2$s/plugins
                applications:
                  orders:
                    writer: postgres
                    settings: {url: "%3$s", user: postgres}
                    minimum-consistency: application
                  uploads:
                    writer: files
                    settings: {paths: ["%4$s"]}
                    minimum-consistency: %5$s
                jobs:
                  shop:
                    applications: [orders, uploads]
                    freeze-timeout: 10s
                %6$s""".formatted(
                        folder, home, server.url("postgres"), uploads, uploadsMinimum, job.indent(4)));
    }
}
