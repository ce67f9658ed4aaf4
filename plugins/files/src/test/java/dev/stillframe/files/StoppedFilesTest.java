// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Processes.State;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against processes that really write. */
@Timeout(120)
class StoppedFilesTest {
    @TempDir
    Path temp;

    private final Host host = new Host();
    private final List<Process> writers = new ArrayList<>();
    private Path folder;
    private StoppedFiles files;

    @BeforeEach
    void open() throws Exception {
        host.live = true;
        folder = Files.createDirectory(temp.toRealPath().resolve("data"));
        files = new StoppedFiles(
                new HoldProcesses(List.of(), Quiesce.Tier.FRONT_END),
                new UnitTree(Optional.empty()),
                host,
                host,
                List.of(folder.toString()));
    }

    @AfterEach
    void end() {
        files.close();
        writers.forEach(Process::destroyForcibly);
    }

    @Test
    void whoeverWritesIsStoppedUntilTheThawAndGoesOnThen() throws Exception {
        Process one = writer("one");
        Process two = writer("two");
        files.prepare(Host.later());
        files.freeze(Host.later());

        assertThat(state(one)).isEqualTo(State.STOPPED);
        assertThat(state(two)).isEqualTo(State.STOPPED);
        assertThat(host.armed)
                .containsExactlyInAnyOrder(
                        new ThawAction.ContinueProcess(one.pid(), LiveProcesses.startTicks(one.pid())),
                        new ThawAction.ContinueProcess(two.pid(), LiveProcesses.startTicks(two.pid())));

        assertThat(files.thaw(Host.later()))
                .isInstanceOfSatisfying(
                        Thaw.Held.class, held -> assertThat(held.evidence()).containsEntry("stopped", "2 processes"));
        long before = Files.size(folder.resolve("one"));
        await().until(() -> Files.size(folder.resolve("one")) > before);
    }

    @Test
    void aHoldThatSomebodyElseEndedIsLostAndEverybodyGoesOn() throws Exception {
        Process one = writer("one");
        Process two = writer("two");
        files.prepare(Host.later());
        files.freeze(Host.later());
        new LiveProcesses().resume(one.pid(), 0);
        await().until(() -> state(one) == State.RUNNING);

        assertThat(files.thaw(Host.later()))
                .isInstanceOfSatisfying(
                        Thaw.Lost.class, lost -> assertThat(lost.reason()).contains("process " + one.pid()));
        await().until(() -> state(two) == State.RUNNING);
    }

    @Test
    void aProcessThatBeginsToWriteDuringTheHoldBreaksIt() throws Exception {
        writer("one");
        files.prepare(Host.later());
        files.freeze(Host.later());
        Process late = writer("late");

        assertThat(files.thaw(Host.later()))
                .isInstanceOfSatisfying(
                        Thaw.Lost.class,
                        lost -> assertThat(lost.reason())
                                .contains("process " + late.pid(), "opened a file for writing"));
    }

    @Test
    void anAbortLetsEverybodyGoOnAndNothingIsStoppedAfterIt() throws Exception {
        Process one = writer("one");
        files.prepare(Host.later());
        files.freeze(Host.later());
        files.abort();
        files.abort();

        await().until(() -> state(one) == State.RUNNING);
        assertThatThrownBy(() -> files.freeze(Host.later())).hasMessageContaining("was aborted");
        assertThat(state(one)).isEqualTo(State.RUNNING);
    }

    @Test
    void aFileThatStillframeItselfWritesIsRefusedBeforeAnybodyIsStopped() throws Exception {
        Process one = writer("one");
        try (OutputStream own = Files.newOutputStream(folder.resolve("own"))) {
            own.write(1);
            assertThatThrownBy(() -> files.prepare(Host.later()))
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("Stillframe itself");
        }
        assertThat(state(one)).isEqualTo(State.RUNNING);
        assertThat(host.armed).isEmpty();
    }

    @Test
    void withoutWritersThereIsNothingToStopAndThatIsSaid() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());
        assertThat(files.thaw(Host.later()))
                .isInstanceOfSatisfying(
                        Thaw.Held.class, held -> assertThat(held.evidence()).containsEntry("stopped", "0 processes"));
    }

    private static State state(Process process) {
        return new LiveProcesses().state(process.pid(), 0);
    }

    /** Writes a line every few milliseconds into a file that it keeps open. */
    private Process writer(String name) throws Exception {
        Path file = folder.resolve(name);
        Process process = new ProcessBuilder(
                        "/bin/bash", "-c", "exec 3>>'" + file + "'; while :; do echo line >&3; read -t 0.01 x; done")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        writers.add(process);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file) && Files.size(file) > 0);
        return process;
    }
}
