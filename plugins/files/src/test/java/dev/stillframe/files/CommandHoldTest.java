// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Freezable;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hold by real processes. The application is a folder: it is frozen while {@code held} exists, and {@code calls} lists
 * which commands ran.
 */
@Timeout(60)
class CommandHoldTest {
    private final Host host = new Host();
    private final Map<String, Object> settings = new HashMap<>();

    @TempDir
    Path folder;

    private Path held;
    private Path calls;

    @BeforeEach
    void commands_that_work() {
        held = folder.resolve("held");
        calls = folder.resolve("calls");
        settings.put("paths", List.of(folder.toString()));
        settings.put("hold", "writes");
        settings.put("command-timeout", "20s");
        settings.put("freeze-command", shell("echo freeze >> $calls; touch $held"));
        settings.put("thaw-command", shell("echo thaw >> $calls; rm -f $held"));
    }

    @Test
    void a_hold_that_was_checked_is_held_with_evidence_and_thawed_once() throws Exception {
        settings.put("check-command", shell("echo check >> $calls; test -e $held"));
        Freezable participant = join();
        participant.prepare(Host.later());
        assertThat(host.armed).containsExactly(new ThawAction.Run(strings("thaw-command"), Duration.ofSeconds(20)));
        participant.freeze(Host.later());
        assertThat(held).exists();
        Thaw thaw = participant.thaw(Host.later());
        assertThat(held).doesNotExist();
        assertThat(thaw)
                .isInstanceOfSatisfying(
                        Thaw.Held.class,
                        it -> assertThat(it.evidence())
                                .containsOnlyKeys("freeze-command", "check-command", "thaw-command")
                                .containsEntry("check-command", "exit code 0")
                                .hasEntrySatisfying(
                                        "freeze-command",
                                        value -> assertThat(value).matches("exit code 0 after \\d+ ms")));
        participant.abort();
        participant.close();
        participant.close();
        assertThat(calls()).containsExactly("freeze", "check", "thaw");
    }

    @Test
    void without_a_check_the_evidence_says_that_it_was_only_declared() throws Exception {
        Freezable participant = frozen();
        assertThat(participant.thaw(Host.later()))
                .isInstanceOfSatisfying(
                        Thaw.Held.class,
                        it -> assertThat(it.evidence()).containsEntry("check-command", "none: held as declared"));
        participant.close();
    }

    @Test
    void a_hold_that_did_not_last_is_lost_and_thawed_all_the_same() throws Exception {
        settings.put("check-command", shell("echo it got away; test -e $held"));
        Freezable participant = frozen();
        Files.delete(held); // somebody else thawed
        assertThat(participant.thaw(Host.later()))
                .isEqualTo(new Thaw.Lost("the check-command ended with exit code 1: it got away"));
        participant.close();
        assertThat(calls()).containsExactly("freeze", "thaw");
    }

    @Test
    void a_freeze_command_that_fails_says_why_and_abort_thaws() throws Exception {
        settings.put("freeze-command", shell("touch $held; echo first >&2; echo cannot lock >&2; exit 7"));
        Freezable participant = join();
        participant.prepare(Host.later());
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
        assertThat(e.code()).isEqualTo("files.freeze-failed");
        assertThat(e)
                .hasMessageContaining("uploads")
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("first | cannot lock");
        participant.abort();
        assertThat(held).doesNotExist();
        participant.abort();
        participant.close();
        assertThat(calls()).containsExactly("thaw");
    }

    @Test
    void a_freeze_command_that_hangs_is_killed_with_its_children_at_the_deadline() throws Exception {
        settings.put("freeze-command", shell("touch $held; echo $$ > $held; sleep 1000 & echo $! >> $held; wait"));
        Freezable participant = join();
        participant.prepare(Host.later());
        WriterException e =
                catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.in(Duration.ofSeconds(4))));
        assertThat(e).hasMessageContaining("killed because it took too long");
        for (String pid : Files.readAllLines(held)) {
            awaitDeath(Long.parseLong(pid));
        }
        participant.abort();
        assertThat(held).doesNotExist();
        participant.close();
    }

    @Test
    void the_command_timeout_ends_a_hanging_freeze_before_a_later_deadline() throws Exception {
        settings.put("command-timeout", "3s");
        settings.put("freeze-command", List.of("/bin/sleep", "1000"));
        Freezable participant = join();
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
        assertThat(e.code()).isEqualTo("files.freeze-failed");
        participant.close();
        assertThat(calls()).containsExactly("thaw");
    }

    @Test
    void abort_from_another_thread_kills_a_hanging_freeze_and_thaws_after_its_end() throws Exception {
        settings.put("freeze-command", shell("echo $$ > $held; trap '' TERM INT; sleep 1000; sleep 1000"));
        Freezable participant = join();
        participant.prepare(Host.later());
        CompletableFuture<Void> freeze = inBackground(() -> participant.freeze(Host.later()));
        await().until(() -> Files.exists(held) && !Files.readString(held).isBlank());
        long pid = Long.parseLong(Files.readString(held).strip());
        participant.abort();
        assertThat(held).doesNotExist();
        ExecutionException e = catchThrowableOfType(ExecutionException.class, () -> freeze.get(30, TimeUnit.SECONDS));
        assertThat(e).hasCauseInstanceOf(WriterException.class);
        assertThat(((WriterException) e.getCause()).code()).isEqualTo("files.aborted");
        awaitDeath(pid);
        assertThat(held).doesNotExist();
        participant.close();
    }

    @Test
    void a_freeze_that_begins_after_abort_does_nothing_and_throws() throws Exception {
        Freezable participant = join();
        participant.prepare(Host.later());
        participant.abort();
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
        assertThat(e.code()).isEqualTo("files.aborted");
        assertThat(held).doesNotExist();
        participant.close();
        assertThat(calls()).isEmpty(); // and nothing was thawed that was never frozen
    }

    @Test
    void nothing_stays_held_whenever_abort_comes() throws Exception {
        for (int millis = 0; millis < 40; millis += 2) {
            Freezable participant = join();
            CompletableFuture<Void> freeze = inBackground(() -> participant.freeze(Host.later()));
            TimeUnit.MILLISECONDS.sleep(millis); // hits another moment of the freeze each time
            participant.abort();
            freeze.handle((done, e) -> true).get(30, TimeUnit.SECONDS);
            assertThat(held).as("abort after %s ms", millis).doesNotExist();
            participant.close();
        }
    }

    @Test
    void an_interrupted_freeze_gives_up_and_abort_thaws_although_its_thread_is_interrupted() throws Exception {
        settings.put("freeze-command", shell("touch $held; exec sleep 1000"));
        Freezable participant = join();
        boolean[] interrupted = new boolean[1];
        Thread thread = new Thread(() -> {
            WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
            participant.abort();
            interrupted[0] = Thread.currentThread().isInterrupted() && e.code().equals("files.interrupted");
        });
        thread.start();
        await().until(() -> Files.exists(held));
        thread.interrupt();
        thread.join(30_000);
        assertThat(held).doesNotExist();
        assertThat(interrupted[0]).isTrue();
        participant.close();
    }

    @Test
    void a_thaw_command_that_fails_is_said_and_abort_tries_again() throws Exception {
        settings.put(
                "thaw-command",
                shell("echo thaw >> $calls; if mkdir $calls.once; then echo busy; exit 3; fi; rm $held"));
        Freezable participant = frozen();
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.thaw(Host.later()));
        assertThat(e.code()).isEqualTo("files.thaw-failed");
        assertThat(e).hasMessageContaining("exit code 3: busy");
        assertThat(held).exists();
        participant.abort();
        assertThat(held).doesNotExist();
        participant.abort();
        participant.close();
        assertThat(calls()).containsExactly("freeze", "thaw", "thaw");
    }

    @Test
    void a_thaw_command_that_hangs_is_killed_at_the_deadline_and_abort_tries_again() throws Exception {
        settings.put("thaw-command", shell("echo thaw >> $calls; if mkdir $calls.once; then sleep 1000; fi; rm $held"));
        Freezable participant = frozen();
        WriterException e =
                catchThrowableOfType(WriterException.class, () -> participant.thaw(Host.in(Duration.ofSeconds(3))));
        assertThat(e).hasMessageContaining("killed because it took too long");
        participant.abort();
        assertThat(held).doesNotExist();
        participant.close();
    }

    @Test
    void close_thaws_what_nobody_thawed() throws Exception {
        frozen().close();
        assertThat(held).doesNotExist();
        assertThat(calls()).containsExactly("freeze", "thaw");
    }

    @Test
    void aborts_at_once_thaw_once() throws Exception {
        Freezable participant = frozen();
        List<CompletableFuture<Void>> aborts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            aborts.add(inBackground(participant::abort));
        }
        for (CompletableFuture<Void> abort : aborts) {
            abort.get(30, TimeUnit.SECONDS);
        }
        assertThat(calls()).containsExactly("freeze", "thaw");
        participant.close();
    }

    @Test
    void arguments_reach_the_command_as_they_are_and_no_shell_reads_them() throws Exception {
        Path script =
                Files.writeString(folder.resolve("say it.sh"), "#!/bin/sh\nprintf '[%s]' \"$@\" > " + calls + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        settings.put("freeze-command", List.of(script.toString(), "two words", "", "$HOME; rm *", "ü"));
        frozen().close();
        assertThat(Files.readString(calls)).startsWith("[two words][][$HOME; rm *][ü]");
    }

    @Test
    void a_command_that_says_a_lot_does_not_block_and_its_last_lines_are_kept() throws Exception {
        settings.put(
                "freeze-command",
                shell(
                        "i=0; while [ $i -lt 3000 ]; do echo line number $i of many, many more; echo error $i >&2; i=$((i+1)); done; exit 1"));
        Freezable participant = join();
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
        assertThat(e).hasMessageContaining("error 2999").hasMessageNotContaining("error 2900");
        assertThat(e.getMessage()).hasSizeLessThan(1000).doesNotContain("\n");
        participant.close();
    }

    @Test
    void a_command_that_leaves_a_process_behind_with_the_pipe_open_is_not_waited_for() throws Exception {
        settings.put("freeze-command", shell("touch $held; sleep 1000 & echo $! > $held; exit 0"));
        Freezable participant = frozen();
        long left = Long.parseLong(Files.readString(held).strip());
        try {
            assertThat(participant.thaw(Host.later())).isInstanceOf(Thaw.Held.class);
        } finally {
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
        }
        participant.close();
    }

    @Test
    void a_command_that_does_not_exist_is_named() throws Exception {
        settings.put("freeze-command", List.of(folder.resolve("nowhere").toString()));
        Freezable participant = join();
        WriterException e = catchThrowableOfType(WriterException.class, () -> participant.freeze(Host.later()));
        assertThat(e.code()).isEqualTo("files.command");
        assertThat(e).hasMessageContaining(folder.resolve("nowhere").toString());
        participant.close();
    }

    private Freezable frozen() throws Exception {
        Freezable participant = join();
        participant.prepare(Host.later());
        participant.freeze(Host.later());
        return participant;
    }

    private Freezable join() throws Exception {
        return (Freezable)
                new FilesWriterFactory().open(new Settings(settings), host).join(host);
    }

    private List<String> calls() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private List<String> shell(String script) {
        return List.of("/bin/sh", "-c", "held=" + held + "; calls=" + calls + "; " + script);
    }

    private List<String> strings(String key) {
        return ((List<?>) settings.get(key)).stream().map(String.class::cast).toList();
    }

    /** Gone, or a zombie that nobody has waited for: process 1 of a container may wait for none. */
    private static void awaitDeath(long pid) {
        await().until(() -> {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
            } catch (IOException e) {
                return true;
            }
        });
    }

    private interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inBackground(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
