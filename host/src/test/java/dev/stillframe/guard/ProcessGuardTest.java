// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.LoopVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real guard process, to which this test is the host. */
final class ProcessGuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private GuardLine guard;

    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Ground ground = (application, action) -> action instanceof ThawAction.ThawCgroup
                ? Optional.of(new Problem("test.taboo", "not that", dev.stillframe.api.Retry.DOES_NOT_HELP, ""))
                : Optional.empty();
        guard = new ProcessGuards(folder, new Harmless(), ground).start("c1");
    }

    @AfterEach
    void end() {
        guard.end(true);
        children.forEach(Process::destroyForcibly);
    }

    @Test
    void undoesEachApplicationLastToFirstWhenItsHostLetsGo() throws Exception {
        for (String application : List.of("web", "db")) {
            for (String step : List.of("1", "2", "3")) {
                guard.of(application).arm(appending(application, step));
            }
        }

        guard.end(false);

        assertThat(lines("web")).containsExactly("3", "2", "1");
        assertThat(lines("db")).containsExactly("3", "2", "1");
        Ledger ledger = ledger();
        assertThat(ledger.acted())
                .hasValueSatisfying(acted -> assertThat(acted.why()).isEqualTo("the host ended"));
        assertThat(ledger.done()).hasSize(6);
        assertThat(ledger.owed("web", List.of())).isEmpty();
    }

    @Test
    void undoesWhenTheWindowLastsTooLongAndSaysSo() throws Exception {
        guard.of("db").arm(appending("db", "thawed"));
        assertThat(guard.watch(Duration.ofMillis(100))).isEmpty();

        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("db")));

        assertThat(guard.unwatch())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(GuardLine.ACTED));
        assertThatThrownBy(() -> guard.of("db").arm(appending("db", "late"))).isInstanceOf(WriterException.class);
    }

    @Test
    void doesNothingIfTheWindowIsClosedInTime() throws Exception {
        guard.of("db").arm(appending("db", "thawed"));
        assertThat(guard.watch(Duration.ofMinutes(1))).isEmpty();

        assertThat(guard.unwatch()).isEmpty();
        guard.end(true);

        assertThat(folder.resolve("db")).doesNotExist();
        assertThat(new Ledgers(folder).all(problem -> {})).isEmpty();
    }

    @Test
    void forgetsWhatIsDisarmed() throws Exception {
        guard.of("db").arm(appending("db", "thawed"));
        guard.of("web").arm(appending("web", "thawed"));
        guard.disarm("db");

        guard.end(false);

        assertThat(folder.resolve("db")).doesNotExist();
        assertThat(lines("web")).containsExactly("thawed");
    }

    @Test
    void oneApplicationThatHangsKeepsNoOther() throws Exception {
        guard.of("db").arm(new ThawAction.Run(List.of("/bin/sleep", "1000"), Duration.ofMillis(1500)));
        guard.of("web").arm(appending("web", "thawed"));

        guard.end(false);

        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("web")));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> ledger().entries().stream()
                        .anyMatch(entry -> entry.state() == Ledger.State.FAILED
                                && entry.failure().contains("was killed")));
    }

    @Test
    void passesAnyArgumentUnchanged() throws Exception {
        Path strange = folder.resolve("a b\nü % '\"$x");
        guard.of("a strange name %20").arm(new ThawAction.Run(List.of("/bin/touch", strange.toString(), ""), LIMIT));

        guard.end(false);

        assertThat(strange).exists();
        assertThat(ledger().applications()).contains("a strange name %20");
    }

    @Test
    void letsAStoppedProcessGoOnButNoOtherWithItsNumber() throws Exception {
        Process stopped = stopped();
        Process other = stopped();
        guard.of("db").arm(new ThawAction.ContinueProcess(stopped.pid(), ticks(stopped)));
        guard.of("db").arm(new ThawAction.ContinueProcess(other.pid(), ticks(other) + 1));

        guard.end(false);

        Awaitility.await().atMost(LIMIT).until(() -> state(stopped).equals("S"));
        assertThat(state(other)).isEqualTo("T");
    }

    @Test
    void thawsAFrozenFilesystemByItsDescriptor() throws Exception {
        try (LoopVolume volume = LoopVolume.xfs()) {
            long device = LinuxFiles.metadata(volume.path()).device();
            guard.of("db").arm(new ThawAction.ThawFilesystem(volume.path(), device));
            assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.ThawFilesystem(volume.path(), device + 1)))
                    .isInstanceOfSatisfying(
                            WriterException.class,
                            e -> assertThat(e.getMessage()).contains("has the device"));
            assertThat(FilesystemFreeze.freeze(volume.path())).isTrue();

            guard.end(false);

            assertThat(FilesystemFreeze.thaw(volume.path()))
                    .as("there is still something to thaw")
                    .isFalse();
        }
    }

    @Test
    void leavesAFilesystemFrozenThatSomebodyElseFroze() throws Exception {
        try (LoopVolume volume = LoopVolume.xfs()) {
            ThawAction way = new ThawAction.ThawFilesystem(
                    volume.path(), LinuxFiles.metadata(volume.path()).device());
            guard.of("db").arm(way);
            guard.of("db").arm(appending("db", "thawed"));
            assertThat(FilesystemFreeze.freeze(volume.path()))
                    .as("somebody else")
                    .isTrue();

            guard.of("db").withdraw(way);

            assertThat(guard.armed("db")).hasSize(1);
            assertThat(guard.undo(Set.of("db"), LIMIT))
                    .allMatch(one -> one.problem().isEmpty());
            guard.end(false);
            Awaitility.await().atMost(LIMIT).until(() -> ledger().acted().isPresent());
            assertThat(lines("db")).containsExactly("thawed", "thawed");
            assertThat(FilesystemFreeze.thaw(volume.path()))
                    .as("it is still frozen")
                    .isTrue();
        }
    }

    @Test
    void aGuardThatWasKilledArmsNothingAndLetsNoWindowOpen() throws Exception {
        guard.of("db").arm(appending("db", "thawed"));
        ProcessHandle.of(ledger().pid()).orElseThrow().destroyForcibly();

        assertThatThrownBy(() -> guard.of("web").arm(appending("web", "thawed")))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("guard.refused"));
        assertThat(guard.watch(LIMIT))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("guard.gone"));
        assertThat(guard.undo(Set.of("db"), LIMIT))
                .allMatch(one -> one.problem().isEmpty());
        assertThat(lines("db")).containsExactly("thawed");
    }

    @Test
    void survivesTheSignalsThatEndItsHost() throws Exception {
        guard.of("db").arm(appending("db", "thawed"));
        for (String signal : List.of("INT", "TERM", "HUP", "QUIT")) {
            LoopVolume.run(List.of("kill", "-" + signal, Long.toString(ledger().pid())));
        }

        assertThat(guard.watch(LIMIT)).isEmpty();
        guard.end(false);

        assertThat(lines("db")).containsExactly("thawed");
    }

    @Test
    void refusesWhatTheHostStandsOnAndItself() throws Exception {
        assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup"))))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("test.taboo"));
        assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.ContinueProcess(ledger().pid(), 1)))
                .isInstanceOf(WriterException.class);
    }

    @Test
    void refusesACommandThatIsNotThere() {
        assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.Run(List.of("/not/there"), LIMIT)))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.getMessage()).contains("cannot run /not/there"));
    }

    @Test
    void doesNotStartWithoutAPlaceForItsNotes() {
        assertThatThrownBy(() -> new ProcessGuards(folder.resolve("none"), new Harmless(), (a, b) -> Optional.empty())
                        .start("c2"))
                .isInstanceOfSatisfying(StillframeException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("guard.start");
                    assertThat(e.problem().message()).contains("No such file or directory");
                });
    }

    private ThawAction appending(String file, String line) {
        return new ThawAction.Run(
                List.of(
                        "/bin/sh",
                        "-c",
                        "echo \"$0\" >> \"$1\"",
                        line,
                        folder.resolve(file).toString()),
                LIMIT);
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private Ledger ledger() throws StillframeException {
        return new Ledgers(folder)
                .all(problem -> {
                    throw new AssertionError(problem.message());
                })
                .get(0);
    }

    private Process stopped() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        children.add(process);
        LoopVolume.run(List.of("kill", "-STOP", Long.toString(process.pid())));
        Awaitility.await().atMost(LIMIT).until(() -> state(process).equals("T"));
        return process;
    }

    private static String state(Process process) throws IOException {
        return stat(process)[0];
    }

    private static long ticks(Process process) throws IOException {
        return Long.parseLong(stat(process)[19]);
    }

    private static String[] stat(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** The host's own way, of which these tests use the commands only. */
    private record Harmless() implements UndoSystem {
        @Override
        public void thawFilesystem(SourcePath mountPoint, long device) {}

        @Override
        public void continueProcess(long pid, long startTicks) {}

        @Override
        public boolean runs(long pid, long startTicks) {
            return false;
        }

        @Override
        public void thawCgroup(SourcePath path) {}
    }
}
