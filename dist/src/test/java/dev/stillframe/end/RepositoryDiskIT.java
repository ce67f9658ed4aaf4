// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.ServerAccount;
import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A repository on a disk that is full or cannot be written: it is told, and nothing is lost. */
class RepositoryDiskIT {
    private static final int MEGABYTE = 1_000_000;

    @Test
    void aDiskThatFillsUpInABackupIsToldAndWhatWasStoredStaysGood() throws Exception {
        try (FilesSite site = onItsOwnDisk()) {
            random(site, "large", 90);

            JsonNode problem = FilesSite.refused("store.full", site.stillframe.run("backup", "--json"));

            assertThat(problem.path("hint").asString()).contains("room", "prune");
            assertThat(site.backups()).isEqualTo(1);
            assertThat(site.restored("before").resolve("small")).hasContent("small");
            assertThat(site.good("prune").path("bytesFreed").asLong())
                    .as("what the failed backup had stored")
                    .isPositive();
            Files.delete(site.data.resolve("large"));
            site.isWell(1);
        }
    }

    @Test
    void aDiskWithoutAByteLeftStillGivesBackWhatItHas() throws Exception {
        try (FilesSite site = onItsOwnDisk()) {
            Shell.run(site.installation.work, "cat /dev/zero > repository/fill 2>/dev/null || true");

            FilesSite.refused("store.full", site.stillframe.run("backup", "--json"));

            assertThat(site.listed()).isEqualTo(1);
            assertThat(site.restored("from-a-full-disk").resolve("small")).hasContent("small");
            Shell.run(site.installation.work, "rm repository/fill");
            site.isWell(1);
        }
    }

    @Test
    void aDiskThatIsMountedReadOnlyIsToldAndCanStillBeRestoredFrom() throws Exception {
        try (FilesSite site = onItsOwnDisk()) {
            Shell.run(site.installation.work, "mount -o remount,ro repository");

            JsonNode problem = FilesSite.refused("store.read-only", site.stillframe.run("backup", "--json"));
            assertThat(problem.path("hint").asString()).contains("mount");
            FilesSite.refused("store.read-only", site.stillframe.run("prune", "--json"));

            assertThat(site.listed()).isEqualTo(1);
            Path target = site.installation.work.resolve("restored");
            Stillframe.Run restored =
                    Results.good(site.stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(restored.messages()).contains("repository.unlocked");
            assertThat(Installation.below(target, site.data).resolve("small")).hasContent("small");
            assertThat(site.good("verify", "--read-data").path("sound").asBoolean())
                    .isTrue();
            Shell.run(site.installation.work, "mount -o remount,rw repository");
            site.isWell(1);
        }
    }

    @Test
    void aFolderThatThisUserMayNotWriteToIsTold() throws Exception {
        try (Installation installation = new Installation("plain").inRepository()) {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Files.writeString(data.resolve("small"), "small");
            ServerAccount.current().give(installation.work);
            installation.configure(Installation.HOME.resolve("plugins"), """
                    applications:
                      files: {writer: files, settings: {paths: ["%s"]}, minimum-consistency: live}
                    jobs:
                      files: {applications: [files], accept-live: true}
                    """.formatted(data));
            Stillframe stillframe = installation.unprivileged();
            Results.good(stillframe.run("init"));
            Results.good(stillframe.run("backup"));
            Shell.run(installation.work, "chmod -R a-w repository");

            JsonNode problem = FilesSite.refused("store.denied", stillframe.run("backup", "--json"));

            assertThat(problem.path("hint").asString()).contains("user");
            Shell.run(installation.work, "chmod -R u+w repository");
            Results.good(stillframe.run("backup"));
            assertThat(installation.restic("check --read-data")).contains("no errors were found");
        }
    }

    /** A tmpfs of 48 MiB is as full as any disk can be. */
    private static FilesSite onItsOwnDisk() throws Exception {
        Installation.assumeRoot();
        Installation installation = new Installation("plain").inRepository();
        try {
            Shell.run(installation.work, "mkdir repository; mount -t tmpfs -o size=48m,mode=700 none repository");
            installation.closing(() -> Shell.run(installation.work, "umount repository"));
            FilesSite site = FilesSite.in(installation, "");
            site.file("small", "small");
            Results.good(site.stillframe.run("backup"));
            return site;
        } catch (Exception | Error e) {
            installation.close();
            throw e;
        }
    }

    private static void random(FilesSite site, String name, int megabytes) throws Exception {
        byte[] bytes = new byte[megabytes * MEGABYTE];
        new Random(5).nextBytes(bytes);
        Files.write(site.data.resolve(name), bytes);
    }
}
