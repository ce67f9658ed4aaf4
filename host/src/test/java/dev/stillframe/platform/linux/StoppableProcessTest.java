// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.platform.linux.StoppableProcess.State;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoppableProcessTest {
    @Test
    void aProcessIsStoppedWithAllItsThreadsAndGoesOn() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "-s",
                        "-")
                .start(); // many threads
        try {
            long ticks = startTicks(java.pid());
            assertThat(StoppableProcess.state(java.pid(), ticks)).isEqualTo(State.RUNNING);

            assertThat(StoppableProcess.stop(java.pid(), ticks)).isTrue();
            await().until(() -> StoppableProcess.state(java.pid(), ticks) == State.STOPPED);

            assertThat(ProcessSignal.resume(java.pid(), ticks)).isTrue();
            await().until(() -> StoppableProcess.state(java.pid(), ticks) == State.RUNNING);
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    @Test
    void anotherProcessWithTheSameNumberAndOneThatHasEndedAreLeftAlone() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        long ticks = startTicks(process.pid());
        assertThat(StoppableProcess.stop(process.pid(), ticks + 1)).isFalse();
        assertThat(StoppableProcess.state(process.pid(), ticks + 1)).isEqualTo(State.GONE);
        assertThat(StoppableProcess.state(process.pid(), ticks)).isEqualTo(State.RUNNING);
        process.destroyForcibly().waitFor();
        await().until(() -> StoppableProcess.state(process.pid(), ticks) == State.GONE);
        assertThat(StoppableProcess.stop(process.pid(), ticks)).isFalse();
    }

    private static long startTicks(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }
}
