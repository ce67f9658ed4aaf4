// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vendor's guide shows code that is built and proved: what {@code plugins new} makes, what the examples of the
 * distribution are made of, and {@link ArrayProvider}.
 */
class VendorGuideTest {
    private static final Pattern CODE = Pattern.compile("```(?:java|json)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceOfCodeIsAPieceOfTheExample(@TempDir Path folder) throws Exception {
        List<String> files = new ArrayList<>();
        for (String each : NewPlugin.of("notes", Optional.empty()).writeTo(folder)) {
            files.add(Files.readString(folder.resolve(each)));
        }
        files.add(Files.readString(Path.of("src/test/java/dev/stillframe/cli/ArrayProvider.java")));
        for (String example : List.of("sqlite", "mariadb")) {
            try (Stream<Path> sources = Files.walk(Path.of("../examples", example, "src/main"))) {
                sources.filter(Files::isRegularFile).map(VendorGuideTest::read).forEach(files::add);
            }
        }
        List<String> pieces = pieces();
        assertThat(pieces).hasSizeGreaterThan(11);
        assertThat(pieces).allSatisfy(piece -> assertThat(files).anyMatch(file -> file.contains(piece)));
    }

    @Test
    void everyPartOfTheContractThatAVendorImplementsIsTold() throws IOException {
        String guide = Files.readString(Path.of("../docs/vendor-guide.md"));
        assertThat(guide)
                .contains("`Diagnoses`", "`Restores`", "`ChecksFiles`", "`SnapshotProvider`", "`WriterContext`")
                .contains("`requiredText`", "`settings.invalid`", "`${env:NAME}`", "`x-hint`");
    }

    @Test
    void itIsACompleteProject(@TempDir Path folder) throws Exception {
        String all = NewPlugin.of("my-notes", Optional.of("org.example.notes")).writeTo(folder).stream()
                .map(file -> read(folder.resolve(file)))
                .collect(Collectors.joining());
        assertThat(all).doesNotContain("__").contains("class MyNotesWriterFactory", "package org.example.notes;");
        assertThat(folder.resolve("src/main/java/org/example/notes/MyNotesHold.java"))
                .exists();
    }

    private static List<String> pieces() throws IOException {
        String guide = Files.readString(Path.of("../docs/vendor-guide.md"));
        return CODE.matcher(guide).results().map(block -> block.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
