// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every PostgreSQL that can be run here: the embedded one, and older ones that the build has fetched. */
final class ServerVersions {
    private static final Path FETCHED = Path.of("target/postgres-binaries");

    private ServerVersions() {}

    static List<PostgresBinaries> all() throws IOException {
        List<PostgresBinaries> all = new ArrayList<>(List.of(PostgresBinaries.embedded()));
        if (Files.isDirectory(FETCHED)) {
            try (Stream<Path> jars = Files.list(FETCHED)) {
                for (Path jar : jars.filter(each -> each.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    all.add(PostgresBinaries.inJar(jar));
                }
            }
        } else {
            System.out.println("older servers are skipped: there is no " + FETCHED);
        }
        return all;
    }
}
