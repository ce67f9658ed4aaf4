// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.ServerAccount;
import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The program without root: on live files, and it says so. */
class UnprivilegedIT {
    @Test
    void withoutRootFilesAreReadLiveAndWhatMayNotBeReadIsNamed() throws Exception {
        Tree.assumePrograms();
        try (Installation installation = new Installation("plain")) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Tree.grow(data, 100);
            Files.writeString(data.resolve("secret"), "not for you");
            ServerAccount.current().give(installation.work);
            Shell.run(data, "chmod 0 secret");
            Stillframe stillframe = unprivileged(installation, data);
            Results.good(stillframe.run("init"));

            JsonNode plan = Results.only(Results.good(stillframe.run("plan", "files", "--json")));
            assertThat(plan.path("shape").asString()).isEqualTo("held-copy");
            Stillframe.Run backup = Results.ended(3, stillframe.run("backup", "files", "--json"));

            JsonNode component = Results.component(Results.receipt(backup), "files");
            assertThat(component.path("level").asString()).isEqualTo("live");
            assertThat(component.path("grain").asString()).isEqualTo("live");
            JsonNode read = component.path("read");
            assertThat(read.path("whole").asBoolean()).isFalse();
            assertThat(read.path("notRead").toString()).contains("/secret", "/closed");
            assertThat(read.path("notRead")).hasSize(2);

            Shell.run(data, "rm secret; rmdir closed");
            String before = Tree.describe(data);
            Results.good(stillframe.run("backup", "files"));
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Tree.describe(Installation.below(target, data))).isEqualTo(before);
        }
    }

    @Test
    void aMountThatThisUserMayNotReachIsNoObstacle() throws Exception {
        Installation.assumeRoot();
        try (Installation installation = new Installation("plain")) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            ServerAccount.current().give(installation.work);
            Path closed = Files.createDirectory(
                    installation.work.resolve("closed"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path mount = Files.createDirectory(closed.resolve("mount"));
            Shell.run(mount, "mount -t tmpfs stillframe-closed " + mount);
            installation.closing(() -> Shell.run(closed, "umount " + mount));
            Stillframe stillframe = unprivileged(installation, data);
            Results.good(stillframe.run("init"));

            assertThat(Results.good(stillframe.run("recover")).toString()).doesNotContain("recover.");
            assertThat(Results.good(stillframe.run("backup")).toString()).doesNotContain("recover.");
        }
    }

    /** Runs as nobody if this process is root. */
    private static Stillframe unprivileged(Installation installation, Path data) throws IOException {
        installation.configure(Installation.HOME.resolve("plugins"), """
                applications:
                  files:
                    writer: files
                    settings: {paths: [%s]}
                    minimum-consistency: live
                jobs:
                  files: {applications: [files], accept-live: true}
                """.formatted(data));
        return installation.unprivileged();
    }
}
