// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two backups of one installation at the same time, whose jobs share an application. */
class TwoBackupsIT {
    @Test
    void theSecondSaysWhoIsAtWorkOrWaitsForItsTurn() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Shell.run(installation.files, "mkdir data; echo precious > data/file");
            Path trace = installation.work.resolve("trace");
            Path gate = installation.work.resolve("gate");
            Stillframe stillframe = installation.configured("""
                    applications:
                      uploads:
                        writer: files
                        settings:
                          paths: [%1$s/data]
                          hold: writes
                          freeze-command: [/bin/sh, -c, "echo frozen >> %2$s; until test -e %3$s; do sleep 0.05; done"]
                          thaw-command: [/bin/sh, -c, "echo thawed >> %2$s"]
                          command-timeout: 300s
                    jobs:
                      one: {applications: [uploads], freeze-timeout: 300s}
                      other: {applications: [uploads], freeze-timeout: 300s}
                    """.formatted(installation.files, trace, gate));
            Process first = stillframe.start(installation.work.resolve("first"), "backup", "one");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(trace));

            Stillframe.Run refused = Results.ended(5, stillframe.run("backup", "other"));
            Path messages = installation.work.resolve("waiting");
            Process waiting = stillframe.start(messages, "backup", "--wait", "10m", "other");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(messages).contains("backup of job one"));
            Files.createFile(gate);

            assertThat(refused.messages()).contains("process " + first.pid(), "backup of job one");
            assertThat(first.waitFor()).isZero();
            assertThat(waiting.waitFor()).isZero();
            assertThat(Files.readAllLines(trace)).isEqualTo(List.of("frozen", "thawed", "frozen", "thawed"));
        }
    }
}
