// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The disk under the state directory is full. */
class FullStateIT {
    @Test
    void beforeTheFreezeNothingIsFrozen() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation, "true");
            fill(installation);

            Stillframe.Run backup = stillframe.run("backup", "--json");

            assertThat(backup.exit()).as("%s", backup).isNotZero();
            assertThat(installation.work.resolve("trace")).doesNotExist();
            Shell.run(installation.work, "rm state/fill");
            Results.good(stillframe.run("backup", "--json"));
            assertThat(Files.readString(installation.work.resolve("trace"))).endsWith("thawed\n");
        }
    }

    @Test
    void inTheWindowEverybodyIsThawedAndTheNextRunClosesTheCycle() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Path fill = installation.work.resolve("state/fill");
            Stillframe stillframe = site(installation, "cat /dev/zero > " + fill + " 2>/dev/null || true");

            Stillframe.Run backup = stillframe.run("backup", "--json");

            assertThat(Files.readString(installation.work.resolve("trace"))).endsWith("frozen\nthawed\n");
            assertThat(Results.only(backup).path("stored").asBoolean())
                    .as("%s", backup)
                    .isEqualTo(backup.exit() == 0);
            assertThat(Shell.subvolumes(installation.files)).isEmpty();
            Files.delete(fill);
            Results.good(stillframe.run("recover"));
            assertThat(Results.only(Results.good(stillframe.run("recover", "--json")))
                            .path("done"))
                    .isEmpty();
        }
    }

    private static Stillframe site(Installation installation, String inTheWindow) throws Exception {
        Path state = Files.createDirectory(installation.work.resolve("state"));
        Shell.run(installation.work, "chmod 700 state; mount -t tmpfs -o size=16m,mode=700 none state");
        installation.closing(() -> Shell.run(installation.files, "umount " + state));
        Shell.run(installation.files, "mkdir data; echo precious > data/file");
        return installation.configured("""
                applications:
                  uploads:
                    writer: files
                    settings:
                      paths: [%1$s/data]
                      hold: writes
                      freeze-command: [/bin/sh, -c, "%3$s; echo frozen >> %2$s/trace"]
                      thaw-command: [/bin/sh, -c, "echo thawed >> %2$s/trace"]
                jobs:
                  uploads: {applications: [uploads]}
                """.formatted(installation.files, installation.work, inTheWindow));
    }

    private static void fill(Installation installation) throws Exception {
        Shell.run(installation.work, "cat /dev/zero > state/fill 2>/dev/null || true");
    }
}
