// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's guide shows the code that {@code plugins new} makes, and no other. */
class VendorGuideTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceOfCodeIsAPieceOfTheExample(@TempDir Path folder) throws Exception {
        List<String> files = new ArrayList<>();
        for (String each : NewPlugin.of("notes", Optional.empty()).writeTo(folder)) {
            files.add(Files.readString(folder.resolve(each)));
        }
        List<String> pieces = pieces();
        assertThat(pieces).hasSizeGreaterThan(5);
        assertThat(pieces).allSatisfy(piece -> assertThat(files).anyMatch(file -> file.contains(piece)));
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
        return CODE.matcher(guide)
                .results()
                .map(MatchResult::group)
                .map(VendorGuideTest::code)
                .toList();
    }

    private static String code(String block) {
        return block.substring("```java\n".length(), block.length() - "```".length());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
