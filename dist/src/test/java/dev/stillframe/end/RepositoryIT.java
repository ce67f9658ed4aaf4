// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A repository from the command line, beside restic's own program. */
class RepositoryIT {
    private static final String PASSWORD = "swordfish of the tests";

    @Test
    void aBackupInARepositoryIsWhatResticSeesAndRestores() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/restic")), "needs restic");
        try (Installation installation = new Installation("plain")) {
            Path data = data(installation);
            Stillframe stillframe = site(installation, data, "keep: {last: 1}");

            Results.good(stillframe.run("backup"));
            Files.writeString(data.resolve("second"), "second");
            Results.good(stillframe.run("backup"));
            assertThat(restic(installation, "check --read-data")).contains("no errors were found");
            assertThat(restic(installation, "snapshots --tag stillframe --tag job=files"))
                    .contains("2 snapshots");
            restic(installation, "restore latest --target " + installation.work.resolve("by-restic"));
            assertThat(Installation.below(installation.work.resolve("by-restic"), data)
                            .resolve("second"))
                    .hasContent("second");

            Path target = installation.work.resolve("by-us");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Installation.below(target, data).resolve("first")).hasContent("first");
            JsonNode checked = Results.only(Results.good(stillframe.run("verify", "--read-data", "--json")));
            assertThat(checked.path("snapshots").asInt()).isEqualTo(2);
            assertThat(checked.path("packsRead")).isEqualTo(checked.path("packs"));

            JsonNode dry = Results.only(Results.good(stillframe.run("forget", "--dry-run", "--json")));
            assertThat(dry.path("forgotten").asInt()).isEqualTo(1);
            assertThat(restic(installation, "snapshots")).contains("2 snapshots");
            Results.good(stillframe.run("forget", "--prune"));
            assertThat(restic(installation, "snapshots")).contains("1 snapshots");
            assertThat(restic(installation, "check --read-data")).contains("no errors were found");
            Path archive = installation.work.resolve("out.tar.gz");
            Results.good(stillframe.run("export", "latest", archive.toString()));
            assertThat(Shell.run(installation.work, "tar -tzf out.tar.gz")).contains("second");
        }
    }

    @Test
    void whatResticBackedUpIsListedVerifiedAndRestored() throws Exception {
        try (FilesSite site = FilesSite.in(new Installation("plain").inRepository(), "")) {
            Tree.assumePrograms();
            Tree.grow(site.data, 30);
            Files.delete(site.data.resolve("closed")); // only root may look into it
            Files.delete(site.data.resolve("strange-target")); // restic 0.14 keeps no target that is not UTF-8
            site.installation.restic("backup --tag weekly " + site.data);
            Results.good(site.stillframe.run("backup"));

            assertThat(site.good("list").path("snapshots"))
                    .as("only on request")
                    .isEmpty();
            JsonNode snapshots = site.good("list", "--all").path("snapshots");
            assertThat(snapshots).hasSize(1);
            assertThat(snapshots.path(0).path("paths").path(0).asString()).isEqualTo(site.data.toString());
            assertThat(snapshots.path(0).path("tags").path(0).asString()).isEqualTo("weekly");
            String brief = snapshots.path(0).path("id").asString().substring(0, 8);
            assertThat(Results.good(site.stillframe.run("list", "--all")).output())
                    .contains(brief);

            assertThat(site.good("verify", brief).path("sound").asBoolean()).isTrue();
            Path target = site.installation.work.resolve("restored");
            JsonNode restored = site.good("restore", brief, "--target", target.toString());
            assertThat(restored.path("notRestored")).isEmpty();
            assertThat(Tree.describe(Installation.below(target, site.data))).isEqualTo(Tree.describe(site.data));
            String[] application = {"restore", brief, "--target", target + "-2", "--application", "files", "--json"};
            assertThat(Results.only(Results.ended(2, site.stillframe.run(application)))
                            .path("problem")
                            .path("code")
                            .asString())
                    .isEqualTo("restore.application");

            Results.good(site.stillframe.run("forget", "--prune"));
            assertThat(site.installation.restic("snapshots")).contains("2 snapshots");
            site.isWell(1);
        }
    }

    @Test
    void aWrongPasswordALockAndAMissingRepositoryAreToldWithExitFive() throws Exception {
        try (Installation installation = new Installation("plain")) {
            Path data = data(installation);
            Stillframe stillframe = site(installation, data, "");
            Path password = installation.work.resolve("password");
            Results.good(stillframe.run("backup"));

            Files.writeString(password, "another");
            Stillframe.Run wrong = stillframe.run("list", "--json");
            assertThat(wrong.exit()).as("%s", wrong).isEqualTo(5);
            assertThat(wrong.output()).contains("repository.password").contains("\"hint\"");
            assertThat(wrong.toString()).doesNotContain("another\"").doesNotContain(PASSWORD);
            assertThat(stillframe.run("backup", "--json").exit()).isEqualTo(5);
            Files.delete(password);
            assertThat(stillframe.run("list").exit()).isEqualTo(2);
            Files.writeString(password, PASSWORD);

            Files.writeString(installation.work.resolve("second.password"), "second");
            Path second = installation.work.resolve("second.password");
            JsonNode keys = Results.only(
                    Results.good(stillframe.run("key", "add", "--new-password-file", second.toString(), "--json")));
            assertThat(keys.path("keys")).hasSize(2);
            Files.copy(second, password, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(Results.only(Results.good(stillframe.run("list", "--json")))
                            .path("backups"))
                    .hasSize(1);
            Files.writeString(password, PASSWORD);

            Files.move(installation.work.resolve("repository"), installation.work.resolve("elsewhere"));
            Stillframe.Run missing = stillframe.run("backup", "--json");
            assertThat(missing.exit()).as("%s", missing).isEqualTo(5);
            assertThat(missing.output()).contains("repository.missing");
            assertThat(installation.work.resolve("repository")).doesNotExist();
        }
    }

    private static Path data(Installation installation) throws Exception {
        Path data = Files.createDirectory(installation.files.resolve("data"));
        Files.writeString(data.resolve("first"), "first");
        return data;
    }

    private static Stillframe site(Installation installation, Path data, String job) throws Exception {
        Files.writeString(installation.work.resolve("password"), PASSWORD);
        Files.writeString(installation.work.resolve("stillframe.yaml"), """
                repository:
                  location: %1$s/repository
                  password-file: %1$s/password
                  lock-wait: 1s
                state-directory: %1$s/state
                plugins:
                  directory: %2$s/plugins
                applications:
                  files:
                    writer: files
                    settings: {paths: ["%3$s"]}
                    minimum-consistency: live
                jobs:
                  files:
                    applications: [files]
                    accept-live: true
                    %4$s
                """.formatted(
                        installation.work, Installation.HOME, data, job));
        Stillframe stillframe = installation.launcher(Installation.HOME.resolve("bin/stillframe"));
        Results.good(stillframe.run("init"));
        return stillframe;
    }

    private static String restic(Installation installation, String command) throws Exception {
        return Shell.run(
                installation.work,
                "RESTIC_PASSWORD_FILE=password restic --no-cache -r repository " + command + " 2>&1");
    }
}
