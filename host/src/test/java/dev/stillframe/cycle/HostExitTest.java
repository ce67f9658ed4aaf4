// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host in a process of its own. */
@Timeout(120)
final class HostExitTest {
    @Test
    void everybodyIsThawedWhenAPluginEndsTheHost() throws Exception {
        Process host = start("exit");

        List<String> lines = read(host);

        assertThat(host.waitFor()).isEqualTo(7);
        assertThat(lines).startsWith("held").filteredOn("thawed"::equals).hasSize(2);
    }

    @Test
    void everybodyIsThawedWhenTheHostIsTerminated() throws Exception {
        Process host = start("wait");
        BufferedReader out = host.inputReader();
        assertThat(out.readLine()).isEqualTo("held");

        host.toHandle().destroy(); // SIGTERM, as of systemd; Process.destroy would close our end of the pipe too

        assertThat(out.lines().filter("thawed"::equals)).hasSize(2);
        assertThat(host.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void noClassIsLoadedWhileSomebodyIsHeld() throws Exception {
        Process host = start("classes");

        List<String> lines = read(host);

        assertThat(host.waitFor()).isZero();
        assertThat(lines).last().isEqualTo("loaded 0");
    }

    private static List<String> read(Process host) throws IOException {
        try (BufferedReader out = host.inputReader()) {
            return new ArrayList<>(out.lines().toList());
        } finally {
            end(host);
        }
    }

    private static void end(Process host) {
        try {
            if (!host.waitFor(60, TimeUnit.SECONDS)) {
                host.destroyForcibly();
            }
        } catch (InterruptedException e) {
            host.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process start(String mode) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+PerfDisableSharedMem",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedCycle.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
