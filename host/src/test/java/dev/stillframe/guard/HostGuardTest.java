// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostGuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> undone = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final HostGuard guard = new HostGuard(new UndoSystem() {
        @Override
        public void thawFilesystem(SourcePath mountPoint, long device) throws IOException {
            undone.add("FITHAW " + mountPoint);
            if (device == 0) {
                throw new IOException("not permitted");
            }
        }

        @Override
        public void continueProcess(long pid, long startTicks) throws IOException {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public boolean runs(long pid, long startTicks) {
            return false;
        }

        @Override
        public void thawCgroup(SourcePath path) {
            undone.add("thaw " + path);
        }
    });

    @Test
    void undoesLastToFirstAndGoesOnAfterAFailure() throws Exception {
        guard.of("db").arm(new ThawAction.ThawCgroup(SourcePath.of("/first")));
        guard.of("db").arm(new ThawAction.ThawFilesystem(SourcePath.of("/second"), 0));

        List<Undone> result = guard.undo(Set.of("db"), LIMIT);

        assertThat(undone).containsExactly("FITHAW /second", "thaw /first");
        assertThat(result.get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("db", "not permitted"));
        assertThat(result.get(1).problem()).isEmpty();
    }

    @Test
    void leavesOtherApplicationsAlone() throws Exception {
        guard.of("db").arm(new ThawAction.ThawCgroup(SourcePath.of("/db")));
        guard.of("web").arm(new ThawAction.ThawCgroup(SourcePath.of("/web")));

        guard.undo(Set.of("web"), LIMIT);

        assertThat(undone).containsExactly("thaw /web");
    }

    @Test
    void forgetsWhatIsDisarmedAndArmsNothingMore() throws Exception {
        guard.of("db").arm(new ThawAction.ThawCgroup(SourcePath.of("/db")));
        guard.disarm("db");

        assertThat(guard.undo(Set.of("db"), LIMIT)).isEmpty();
        assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.EndWriterProcess()))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("guard.over"));
    }

    @Test
    void armsNothingForWhomItHasUndone() throws Exception {
        guard.undo(Set.of("db"), LIMIT);

        assertThatThrownBy(() -> guard.of("db").arm(new ThawAction.EndWriterProcess()))
                .isInstanceOf(WriterException.class);
    }

    @Test
    void waitsNoLongerThanItsLimit() throws Exception {
        guard.of("db").arm(new ThawAction.ContinueProcess(1, 1));

        List<Undone> result = guard.undo(Set.of("db"), Duration.ofMillis(50));

        assertThat(result.get(0).problem()).isPresent();
    }

    @Test
    void runsACommand(@TempDir Path folder) throws Exception {
        Path proof = folder.resolve("thawed");
        guard.of("db").arm(new ThawAction.Run(List.of("touch", proof.toString()), LIMIT));

        assertThat(guard.undo(Set.of("db"), LIMIT))
                .allMatch(one -> one.problem().isEmpty());
        assertThat(Files.exists(proof)).isTrue();
    }

    @Test
    void killsACommandThatDoesNotEnd() throws Exception {
        guard.of("db").arm(new ThawAction.Run(List.of("sleep", "1000"), Duration.ofMillis(50)));

        assertThat(guard.undo(Set.of("db"), LIMIT).get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("killed"));
    }

    @Test
    void tellsHowACommandFailed() throws Exception {
        guard.of("db").arm(new ThawAction.Run(List.of("false"), LIMIT));

        assertThat(guard.undo(Set.of("db"), LIMIT).get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("ended with 1"));
    }
}
