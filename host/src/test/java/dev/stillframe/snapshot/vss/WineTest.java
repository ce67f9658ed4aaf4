// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.wine.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of VSS once more, on a real 64-bit JVM of Windows under Wine, where the production code finds our library in
 * System32 by its own way.
 */
final class WineTest {
    @TempDir
    private Path folder;

    @Test
    void theSequenceAndItsFailuresAreTheSameOnAJvmOfWindows() throws Exception {
        assumeTrue(Windows.obstacle().isEmpty(), () -> Windows.obstacle().orElseThrow());
        try (Windows windows = Windows.in(folder)) {
            windows.install(Path.of("src/test/native/vss/fake.cpp").toAbsolutePath());
            Path report = folder.resolve("report.txt");
            Windows.Ended ended = windows.java(
                    Duration.ofMinutes(10),
                    Map.of(),
                    List.of("-cp", classPath(), WindowsTests.class.getName(), Windows.name(report)));
            assertThat(report).as(ended::toString).isRegularFile();
            List<String> lines = Files.readAllLines(report);
            assertThat(lines).as("%s", lines).hasSize(1);
            assertThat(lines.get(0)).matches("Windows.*: succeeded=\\d\\d+ failed=0");
        }
    }

    private static String classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(own.split(":"))
                .map(entry -> Windows.name(Path.of(entry)))
                .collect(Collectors.joining(";"));
    }
}
