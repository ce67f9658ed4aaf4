// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Compiles our own C++ against the real Windows headers (Debian: g++, mingw-w64-x86-64-dev), with g++ on Linux. */
final class CppCompiler {
    static final Path SOURCES = Path.of("src/test/native/vss").toAbsolutePath();
    private static final Path HEADERS = Path.of("/usr/share/mingw-w64/include");

    private CppCompiler() {}

    /** Skips the test where there is no compiler or no header. */
    static void assumeHere() {
        boolean here = System.getProperty("os.name").equals("Linux")
                && onPath("g++")
                && Files.isReadable(HEADERS.resolve("vsbackup.h"));
        assumeTrue(here, "needs Linux with g++ and the Windows headers (Debian: g++, mingw-w64-x86-64-dev)");
    }

    /** @param convention what stands before every method of COM; empty for the platform's own */
    static Path compile(Path source, String convention, Path into, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "g++",
                "-std=c++17",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-fvisibility=hidden",
                "-DCALL=" + convention,
                "-I",
                SOURCES.toString(),
                "-I",
                SOURCES.resolve("linux").toString(),
                "-idirafter",
                HEADERS.toString()));
        Collections.addAll(command, options);
        Collections.addAll(command, source.toString(), "-o", into.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return into;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
