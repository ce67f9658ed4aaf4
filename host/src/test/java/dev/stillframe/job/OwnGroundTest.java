// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.linux.LinuxFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnGroundTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void refusesTheFilesystemOfWhatItStandsOnAndNamesBoth() throws Exception {
        OwnGround ground =
                OwnGround.of(new OwnGround.Owned(Map.of(folder.resolve("not/made/yet"), "the state directory")));

        assertThat(refused(ground, freezing(folder))).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo("plan.own-filesystem");
            assertThat(problem.message()).contains("application db", folder.toString());
        });
        assertThatThrownBy(() -> ground.allow("db", List.of(SourcePath.of(folder.toString()))))
                .isInstanceOfSatisfying(
                        StillframeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("plan.own-filesystem"));
    }

    @Test
    void letsAnyOtherFilesystemBeFrozen() throws Exception {
        OwnGround ground = OwnGround.of(new OwnGround.Owned(Map.of()));

        assertThat(refused(ground, freezing(Path.of("/proc")))).isEmpty();
        ground.allow("db", List.of(SourcePath.of("/proc")));
    }

    @Test
    void refusesToStopThisProcessAndItsCgroup() throws Exception {
        OwnGround ground = OwnGround.of(new OwnGround.Owned(Map.of()));

        assertThat(refused(
                        ground,
                        new ThawAction.ContinueProcess(ProcessHandle.current().pid(), 1)))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("guard.own-process"));
        boolean unified =
                Files.readAllLines(Path.of("/proc/self/cgroup")).stream().anyMatch(line -> line.startsWith("0::/"));
        assertThat(refused(ground, new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup")))
                        .isPresent())
                .isEqualTo(unified);
        assertThat(refused(ground, new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup/another"))))
                .isEmpty();
    }

    private static Optional<Problem> refused(OwnGround ground, ThawAction action) {
        return ground.refuses("db", action);
    }

    private static ThawAction freezing(Path path) throws Exception {
        SourcePath point = SourcePath.of(path.toString());
        return new ThawAction.ThawFilesystem(point, LinuxFiles.metadata(point).device());
    }
}
