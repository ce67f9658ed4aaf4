// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Facts;
import dev.stillframe.postgres.config.ConfigurationFile;
import dev.stillframe.postgres.config.ConfigurationFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a restored cluster. Files that it includes by absolute path are read from the target instead;
 * where the main file names the data directory and the authentication files, lines at its end name the restored ones;
 * everything else that must differ goes to {@code postgresql.auto.conf}, which the server reads last.
 */
final class RestoredConfiguration {
    private static final String REASON =
            "# added by stillframe restore: this copy must not reach what the original reaches";

    private final RestoredCluster cluster;
    private final OwnedFiles files;
    private final Set<Path> seen = new HashSet<>();
    private final List<Entry> settings = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    RestoredConfiguration(RestoredCluster cluster, OwnedFiles files) {
        this.cluster = cluster;
        this.files = files;
    }

    /** What a setting is in the files, whichever of them counts. */
    List<String> values(String name) {
        return settings.stream()
                .filter(entry -> entry.name().equals(name))
                .map(Entry::value)
                .toList();
    }

    List<String> isolate() throws WriterException, IOException {
        Path main = cluster.configuration(Facts.CONFIG_FILE);
        Path auto = cluster.data().resolve("postgresql.auto.conf");
        read(main);
        if (Files.isRegularFile(auto, LinkOption.NOFOLLOW_LINKS)) {
            settings.addAll(ConfigurationFile.read(auto).entries());
        }
        if (Files.isRegularFile(main, LinkOption.NOFOLLOW_LINKS)) {
            append(main, places());
        }
        append(auto, isolation());
        return changes;
    }

    private void read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !seen.add(file)) {
            return;
        }
        List<String> lines = new ArrayList<>(ConfigurationFile.lines(file));
        boolean changed = false;
        for (Entry entry : ConfigurationFile.read(file).entries()) {
            if (!entry.includes()) {
                settings.add(entry);
                continue;
            }
            Path named = Path.of(entry.value());
            Path restored = named.isAbsolute()
                    ? cluster.moved(named)
                    : file.resolveSibling(named).normalize();
            if (named.isAbsolute()) {
                boolean there = Files.exists(restored, LinkOption.NOFOLLOW_LINKS);
                String line = entry.name() + " '" + restored.toString().replace("'", "''") + "'";
                lines.set(entry.line(), ConfigurationFile.encoded(there ? line : "# " + line));
                changes.add(file + " reads " + (there ? restored : "nothing") + " in place of " + named);
                changed = true;
            }
            readIncluded(restored);
        }
        if (changed) {
            files.write(file, lines);
        }
    }

    private void readIncluded(Path restored) throws IOException {
        if (Files.isDirectory(restored)) {
            try (var entries = Files.list(restored)) {
                for (Path entry : entries.sorted().toList()) {
                    if (entry.toString().endsWith(".conf")) {
                        read(entry);
                    }
                }
            }
        } else {
            read(restored);
        }
    }

    private Map<String, String> places() throws WriterException {
        Map<String, String> places = new LinkedHashMap<>();
        if (!values("data_directory").isEmpty()) {
            places.put("data_directory", cluster.data().toString());
        }
        for (Map.Entry<String, String> file : Map.of("hba_file", Facts.HBA_FILE, "ident_file", Facts.IDENT_FILE)
                .entrySet()) {
            if (!values(file.getKey()).isEmpty()) {
                places.put(file.getKey(), cluster.configuration(file.getValue()).toString());
            }
        }
        return places;
    }

    private Map<String, String> isolation() throws WriterException {
        Map<String, String> isolation = new LinkedHashMap<>(Isolation.always(cluster.major()));
        Isolation.pathsWrittenTo(cluster.major()).forEach((name, safe) -> {
            Optional<String> outside = values(name).stream()
                    .filter(value -> Path.of(value).isAbsolute() && !cluster.inTarget(Path.of(value)))
                    .findFirst();
            if (outside.isPresent()) {
                isolation.put(name, safe);
            }
        });
        return isolation;
    }

    private void append(Path file, Map<String, String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(
                Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? ConfigurationFile.lines(file) : List.of());
        if (!all.isEmpty() && all.get(all.size() - 1).isEmpty()) {
            all.remove(all.size() - 1);
        }
        all.add(REASON);
        lines.forEach((name, value) -> all.add(ConfigurationFile.encoded(ConfigurationFile.line(name, value))));
        all.add("");
        files.write(file, all);
        changes.add(file + " sets " + String.join(", ", lines.keySet()));
    }
}
