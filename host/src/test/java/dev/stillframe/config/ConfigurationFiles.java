// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes configurations and reads them back, with one writer named {@code files}. */
record ConfigurationFiles(Path folder, Map<String, String> environment) {
    static final String GOOD = """
            archive:
              directory: /backup/shop
            state-directory: /var/lib/stillframe
            plugins:
              directory: /usr/share/stillframe/plugins
            host-name: shop-1
            applications:
              uploads:
                writer: files
                settings: {paths: [/srv/uploads]}
            jobs:
              shop:
                applications: [uploads]
            """;

    Configuration read(String text) throws IOException, ConfigurationException {
        return new ConfigurationReader(environment).read(write(text), directory -> Map.of("files", schema()));
    }

    /** The errors of a wrong configuration, without the folder's name in front. */
    List<String> errors(String text) throws IOException {
        try {
            read(text);
            return List.of();
        } catch (ConfigurationException e) {
            return e.errors().stream()
                    .map(error -> error.toString().replace(folder + "/", ""))
                    .toList();
        }
    }

    Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("stillframe.yaml"), text);
    }

    static String schema() {
        try (InputStream in = ConfigurationFiles.class.getResourceAsStream("files.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
