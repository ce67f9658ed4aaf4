// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    @Test
    void a_signal_lets_the_work_thaw_before_the_process_ends() throws Exception {
        Process process = start("obedient");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("frozen");
            process.toHandle().destroy(); // SIGTERM
            assertThat(output.readLine()).isEqualTo("thawed");
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void work_that_never_ends_does_not_keep_the_process_for_ever() throws Exception {
        Process process = start("stubborn");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("frozen");
            process.toHandle().destroy();
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void work_that_ends_by_itself_ends_the_process_with_its_exit_code() throws Exception {
        Process process = start("quick");
        try {
            assertThat(process.waitFor()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String kind) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptionTest.class.getName(),
                        kind))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) {
        System.exit(Interruption.guard(Duration.ofSeconds(2), () -> work(arguments[0])));
    }

    private static int work(String kind) {
        if (kind.equals("quick")) {
            return 3;
        }
        System.out.println("frozen");
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                if (kind.equals("obedient")) {
                    System.out.println("thawed");
                    return 4;
                }
            }
        }
    }
}
