// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.runtime.call.BoundedProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** In a process of its own: logging is one for the whole process. */
@Timeout(60)
class LoggingTest {
    @TempDir
    Path folder;

    @Test
    void log_lines_go_to_the_file_and_nowhere_else() throws Exception {
        Process process = start();
        List<String> printed;
        try (BufferedReader output = process.inputReader()) {
            printed = output.lines().toList();
        } finally {
            process.waitFor();
        }

        assertThat(printed).containsExactly("result");
        assertThat(Files.readString(folder.resolve("stillframe.log")))
                .contains(
                        "through slf4j",
                        "\tat " + Array.class.getName() + ".offer(LoggingTest.java",
                        "through the jdk: 7",
                        "java.lang.IllegalStateException: with a trace")
                .doesNotContain("before");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingTest.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
    }

    /** Throws what its contract does not know. */
    private static final class Array implements SnapshotProvider {
        @Override
        public String id() {
            return "array";
        }

        @Override
        public Offers offer(List<Source> sources) {
            throw new IllegalStateException("the array is on fire");
        }

        @Override
        public SnapshotSet open(SnapshotRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
            return List.of();
        }

        @Override
        public void release(OwnedSnapshot snapshot) {}
    }

    public static void main(String[] arguments) {
        Logging.silence();
        LoggerFactory.getLogger("x").error("before there is a file");
        PrintStream out = System.out;
        Logging logging = new Logging(new Output(out, System.err, false, false));
        logging.into(Path.of(arguments[0]));
        LoggerFactory.getLogger("x").warn("through slf4j", new IllegalStateException("with a trace"));
        java.util.logging.Logger.getLogger("y").log(java.util.logging.Level.WARNING, "through the jdk: {0}", 7);
        new BoundedProvider(new Array(), System::nanoTime).offer(List.of(), Duration.ofMinutes(1));
        out.println("result");
        logging.close();
    }
}
