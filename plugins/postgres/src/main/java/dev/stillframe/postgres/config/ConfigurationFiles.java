// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All configuration files of a server, found by following their inclusions on disk. The server's own lists ({@code
 * pg_file_settings}, {@code pg_hba_file_rules}) are not asked: they need more rights, leave out files without settings
 * and know no {@code @file}.
 */
public final class ConfigurationFiles {
    private final Set<Path> found = new LinkedHashSet<>();

    private ConfigurationFiles() {}

    /**
     * Follows the inclusions.
     *
     * @param authentication pg_hba.conf and pg_ident.conf; either may be missing, as a server without connections may
     *     run
     * @return absolute paths as the files name each other, in the order of reading
     * @throws IOException if a file cannot be read; the message names it
     */
    public static Set<Path> reachable(Path configuration, List<Path> authentication) throws IOException {
        ConfigurationFiles files = new ConfigurationFiles();
        files.settings(configuration);
        for (Path file : authentication) {
            if (Files.exists(file)) {
                files.authentication(file);
            }
        }
        return files.found;
    }

    /** The absolute paths that a file like pg_hba.conf names itself. */
    public static List<Path> namedBy(Path authentication) throws IOException {
        return AuthenticationFile.inclusions(authentication).stream()
                .map(inclusion -> Path.of(inclusion.path()))
                .filter(Path::isAbsolute)
                .toList();
    }

    private void settings(Path file) throws IOException {
        if (found.add(file)) {
            for (ConfigurationFile.Entry entry : ConfigurationFile.read(file).entries()) {
                if (entry.includes()) {
                    Inclusion.Kind kind = Inclusion.Kind.of(entry.name()).orElseThrow();
                    for (Path next : named(file, new Inclusion(kind, entry.value()))) {
                        settings(next);
                    }
                }
            }
        }
    }

    private void authentication(Path file) throws IOException {
        if (found.add(file)) {
            for (Inclusion inclusion : AuthenticationFile.inclusions(file)) {
                for (Path next : named(file, inclusion)) {
                    authentication(next);
                }
            }
        }
    }

    private static List<Path> named(Path file, Inclusion inclusion) throws IOException {
        Path path = file.resolveSibling(inclusion.path()).normalize();
        return switch (inclusion.kind()) {
            case FILE -> List.of(path);
            case FILE_IF_EXISTS -> Files.exists(path) ? List.of(path) : List.of();
            case FOLDER -> configurationsIn(path);
        };
    }

    private static List<Path> configurationsIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = new ArrayList<>();
            entries.filter(entry -> {
                        String name = entry.getFileName().toString();
                        return name.endsWith(".conf") && !name.startsWith(".") && !Files.isDirectory(entry);
                    })
                    .sorted()
                    .forEach(files::add);
            return files;
        }
    }
}
