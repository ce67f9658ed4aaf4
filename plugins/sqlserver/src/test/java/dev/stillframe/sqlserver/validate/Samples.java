// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Real files, kept outside of the project: it has no right to spread them. Where they are not, tests do without them. */
final class Samples {
    private Samples() {}

    /** A line of the index. */
    record Sample(String file, Path path, String note) {}

    /** A database with its log. */
    record Pair(String name, SparseFile data, SparseFile log, boolean checksummed) {}

    static Optional<Path> folder() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return Optional.ofNullable(root)
                .map(project -> project.resolve("../shared/samples").normalize())
                .filter(Files::isDirectory);
    }

    static List<Sample> all() {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            System.out.println("skipped: there are no samples in ../shared/samples beside the project");
            return List.of();
        }
        try (Stream<String> lines = Files.lines(folder.get().resolve("INDEX.tsv"))) {
            return lines.filter(line -> line.startsWith("mdf/"))
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Sample(row[0], folder.get().resolve(row[0]), row[5]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Pair> pairs() {
        List<Sample> all = all();
        return all.stream().filter(sample -> sample.file().endsWith(".mdf")).map(data -> {
            String log = data.file().replace(".mdf", "_log.ldf");
            Sample beside = all.stream()
                    .filter(sample -> sample.file().equals(log))
                    .findFirst()
                    .orElseThrow();
            boolean torn = data.note().contains("checksum ok/bad=0/0");
            return new Pair(data.file(), file(data), file(beside), !torn);
        });
    }

    static SparseFile file(Sample sample) {
        try {
            return SparseFile.of("/" + sample.file(), Files.readAllBytes(sample.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
