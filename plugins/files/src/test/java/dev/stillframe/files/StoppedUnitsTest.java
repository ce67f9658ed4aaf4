// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Processes.State;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real processes in real cgroups, and such as no kernel would make. */
@Timeout(120)
class StoppedUnitsTest {
    @TempDir
    Path temp;

    private final Host host = new Host();
    private TestCgroup unit;
    private Process member;

    @BeforeEach
    void open() throws Exception {
        unit = TestCgroup.make("shop.service");
        member = new ProcessBuilder("sleep", "1000").start();
        unit.add(member);
    }

    @AfterEach
    void end() throws Exception {
        if (unit != null) {
            member.destroyForcibly().waitFor();
            unit.close();
        }
    }

    @Test
    void theProcessesOfAUnitAreStoppedThoughTheyHaveNoFileOpen() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        Path below = Files.createDirectory(unit.path().resolve("below"));
        try {
            Files.writeString(below.resolve("cgroup.procs"), Long.toString(child.pid()));
            StoppedFiles files = files(TestCgroup.hierarchy(), unit.unit());
            files.prepare(Host.later());
            files.freeze(Host.later());

            assertThat(state(member)).isEqualTo(State.STOPPED);
            assertThat(state(child)).isEqualTo(State.STOPPED);
            assertThat(host.armed)
                    .containsExactlyInAnyOrder(
                            new ThawAction.ContinueProcess(member.pid(), LiveProcesses.startTicks(member.pid())),
                            new ThawAction.ContinueProcess(child.pid(), LiveProcesses.startTicks(child.pid())));
            assertThat(files.thaw(Host.later())).isInstanceOf(Thaw.Held.class);
            await().until(() -> state(member) == State.RUNNING && state(child) == State.RUNNING);
        } finally {
            child.destroyForcibly().waitFor();
            await().ignoreExceptions().until(() -> Files.deleteIfExists(below));
        }
    }

    @Test
    void whoComesIntoTheUnitMeanwhileLosesTheHold() throws Exception {
        StoppedFiles files = files(TestCgroup.hierarchy(), unit.unit());
        files.prepare(Host.later());
        files.freeze(Host.later());
        Process late = new ProcessBuilder("sleep", "1000").start();
        try {
            unit.add(late);
            assertThat(files.thaw(Host.later()))
                    .isInstanceOfSatisfying(
                            Thaw.Lost.class,
                            lost -> assertThat(lost.reason())
                                    .contains("process " + late.pid())
                                    .contains("came into a unit"));
            await().until(() -> state(member) == State.RUNNING);
        } finally {
            late.destroyForcibly().waitFor();
        }
    }

    @Test
    void aUnitThatContainsStillframeItselfIsRefused() throws Exception {
        Path own = Files.createDirectories(temp.resolve("system.slice/own.service"));
        Files.writeString(own.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");

        StoppedFiles files = files(new UnitTree(Optional.of(temp)), "own.service");
        assertThatThrownBy(() -> files.prepare(Host.later())).hasMessageContaining("which Stillframe itself needs");
        assertThat(host.armed).isEmpty();
    }

    @Test
    void aListOfProcessesThatIsNoneIsAnErrorNotAnEmptyUnit() throws Exception {
        Path broken = Files.createDirectories(temp.resolve("system.slice/broken.service"));
        Files.writeString(broken.resolve("cgroup.procs"), "12\nmany\n");

        StoppedFiles files = files(new UnitTree(Optional.of(temp)), "broken.service");
        assertThatThrownBy(() -> files.prepare(Host.later())).hasMessageContaining("cgroup.procs cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4194305"}) // of another namespace, as cgroups(7) says; above every process number
    void aProcessThatIsListedAndCannotBeSeenIsRefused(String pid) throws Exception {
        Path hiding = Files.createDirectories(temp.resolve("system.slice/hiding.service/below"));
        Files.createFile(hiding.resolveSibling("cgroup.procs"));
        Files.writeString(hiding.resolve("cgroup.procs"), pid + "\n");

        StoppedFiles files = files(new UnitTree(Optional.of(temp)), "hiding.service");
        assertThatThrownBy(() -> files.prepare(Host.later()))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("files.hold-unseen"));
    }

    /** Cgroups so deep that their paths are longer than Linux takes: what cannot be looked into may hold processes. */
    @Test
    void aCgroupBelowThatCannotBeLookedIntoIsAnErrorNotAnEmptyOne() throws Exception {
        Path deep = Files.createDirectories(temp.resolve("system.slice/deep.service"));
        String folders = "n=$(printf %0200d 0); for i in $(seq 25); do : > cgroup.procs; mkdir $n; cd -P $n; done";
        try {
            run(deep, folders);
            StoppedFiles files = files(new UnitTree(Optional.of(temp)), "deep.service");
            assertThatThrownBy(() -> files.prepare(Host.later())).hasMessageContaining("deep.service cannot be read");
        } finally {
            run(temp, "rm -r system.slice"); // which JUnit could not
        }
    }

    private static void run(Path folder, String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-ec", script)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private StoppedFiles files(UnitTree tree, String name) {
        return new StoppedFiles(
                new HoldProcesses(List.of(name), Quiesce.Tier.FRONT_END), tree, host, host, List.of(temp.toString()));
    }

    private static State state(Process process) {
        return new LiveProcesses().state(process.pid(), 0);
    }
}
