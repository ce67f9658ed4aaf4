// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody may freeze the filesystem that Stillframe itself lies on: it could not thaw it. */
class OwnFilesystemIT {
    @ParameterizedTest
    @ValueSource(strings = {"archive", "state", "plugins"})
    void aJobThatWouldFreezeWhatTheHostLiesOnIsRefusedBeforeAnythingIsFrozen(String part) throws Exception {
        try (Installation installation = new Installation("xfs")) {
            Path files = installation.files;
            Shell.run(files, "mkdir data; echo precious > data/file; cp -r " + Installation.HOME + "/plugins plugins");
            Path work = installation.work;
            Path plugins = part.equals("plugins") ? files.resolve("plugins") : Installation.HOME.resolve("plugins");
            Files.writeString(work.resolve("stillframe.yaml"), """
                    archive:
                      directory: %1$s/archive
                    state-directory: %2$s/state
                    plugins:
                      directory: %3$s
                    applications:
                      uploads:
                        writer: files
                        settings:
                          paths: [%4$s/data]
                          hold: writes
                          freeze-command: [/bin/sh, -c, "echo frozen > %5$s/trace; fsfreeze -f %4$s"]
                          thaw-command: [/bin/sh, -c, "fsfreeze -u %4$s || true"]
                    jobs:
                      uploads: {applications: [uploads]}
                    """.formatted(
                    part.equals("archive") ? files : work, part.equals("state") ? files : work, plugins, files, work));
            Stillframe stillframe = installation.launcher(Installation.HOME.resolve("bin/stillframe"));
            Results.good(stillframe.run("init"));

            Stillframe.Run backup = Results.ended(4, stillframe.run("backup", "--json"));

            assertThat(Results.only(backup).path("problems").toString())
                    .contains("plan.own-filesystem", "uploads", files.toString(), part);
            assertThat(work.resolve("trace")).doesNotExist();
            assertThat(Results.ended(4, stillframe.run("plan", "--json")).output())
                    .contains("plan.own-filesystem");
        }
    }
}
