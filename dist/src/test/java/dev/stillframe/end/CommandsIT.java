// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.ShopAudit;
import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every command, as a program would use it. */
class CommandsIT {
    @Test
    void everyCommandPrintsOneDocumentedObject() throws Exception {
        try (ShopSite site = ShopSite.on("plain")) {
            assertThat(kind(site, "init", "--json")).isEqualTo("init");
            JsonNode doctor = Results.only(site.stillframe.run("doctor", "--json"));
            assertThat(doctor.path("kind").asString()).isEqualTo("doctor");
            assertThat(doctor.path("sections")).hasSizeGreaterThanOrEqualTo(3);
            assertThat(kind(site, "plan", "shop", "--json")).isEqualTo("plan");
            assertThat(kind(site, "backup", "shop", "--json")).isEqualTo("backup");
            JsonNode list = object(site, "list", "--json");
            String id = list.path("backups").path(0).path("id").asString();
            assertThat(object(site, "show", id, "--json")
                            .path("receipt")
                            .path("id")
                            .asString())
                    .isEqualTo(id);
            assertThat(object(site, "verify", id, "--json").path("sound").asBoolean())
                    .isTrue();
            assertThat(kind(site, "recover", "--json")).isEqualTo("recover");
            assertThat(object(site, "plugins", "list", "--json").path("plugins"))
                    .hasSize(4);
            for (String format : new String[] {"tar.zst", "tar.gz", "zip"}) {
                Path file = site.installation.work.resolve("export." + format);
                assertThat(object(site, "export", "latest", file.toString(), "--json")
                                .path("bytes")
                                .asLong())
                        .isEqualTo(Files.size(file));
            }
            String target = site.installation.work.resolve("restored").toString();
            assertThat(kind(site, "restore", "latest", "--target", target, "--json"))
                    .isEqualTo("restore");
            Stillframe.Run again = site.stillframe.run("restore", "latest", "--target", target, "--json");
            assertThat(problem(Results.ended(2, again))).isEqualTo("restore.not-empty");
        }
    }

    @Test
    void aRestoreThatLeavesAFileOutEndsWith3AndSaysWhoseFileItIs() throws Exception {
        try (ShopSite site = ShopSite.on("plain")) {
            Path file = Files.writeString(site.shop.uploads().resolve("invoice"), "42");
            Results.good(site.stillframe.run("backup", "shop"));
            Path target = site.installation.work.resolve("restored");
            Files.createDirectories(Installation.below(target, file).resolve("somebody-else"));

            JsonNode restored = Results.only(Results.ended(
                    3,
                    site.stillframe.run("restore", "latest", "--target", target.toString(), "--overwrite", "--json")));

            assertThat(restored.path("notRestored")).hasSize(1);
            assertThat(restored.path("notRestored").toString()).contains("uploads/invoice");
            JsonNode orders = restored.path("applications").path(0);
            assertThat(orders.path("problem").isNull()).as("%s", restored).isTrue();
            assertThat(orders.path("nextSteps")).isNotEmpty();
            JsonNode uploads = restored.path("applications").path(1);
            assertThat(uploads.path("problem").path("code").asString()).isEqualTo("restore.incomplete");
            assertThat(uploads.path("nextSteps")).isEmpty();
        }
    }

    @Test
    void ordinaryTarAloneBringsBackAServerThatStarts() throws Exception {
        try (ShopSite site = ShopSite.on("plain")) {
            Results.good(site.stillframe.run("backup", "shop"));
            Path archive = site.installation.work.resolve("out.tar.zst");
            Results.good(site.stillframe.run("export", "latest", archive.toString()));
            Path target = Files.createDirectory(site.installation.work.resolve("unpacked"));
            Shell.run(target, "chmod 755 .; tar --zstd --xattrs --acls --numeric-owner -xpf " + archive);
            try (PostgresServer restored = site.restored(target)) {
                restored.start();
                assertThat(ShopAudit.of(site.shopOf(restored, target)).sound()).isTrue();
            }
        }
    }

    @Test
    void allErrorsOfAConfigurationAreToldAtOnceWithTheirPlaces() throws Exception {
        try (Installation installation = new Installation("plain")) {
            installation.configure(Installation.HOME.resolve("plugins"), """
                    applications:
                      files:
                        writer: files
                        settings: {path: [/srv]}
                        minimum-consistency: best
                    jobs:
                      files: {applications: [file]}
                    colour: blue
                    """);
            Stillframe stillframe = installation.launcher(Installation.HOME.resolve("bin/stillframe"));

            Stillframe.Run run = Results.ended(2, stillframe.run("plan", "--json"));

            JsonNode errors = Results.only(run).path("errors");
            assertThat(errors).hasSizeGreaterThanOrEqualTo(4);
            for (JsonNode error : errors) {
                assertThat(error.path("line").asInt()).isPositive();
                assertThat(error.path("column").asInt()).isPositive();
            }
            assertThat(errors.toString()).contains("colour", "minimum-consistency", "path", "file");
            assertThat(run.messages()).contains(installation.work + "/stillframe.yaml:");
        }
    }

    @Test
    void archivesAreForgottenByTheRulesAndHaveNeitherLocksNorPacks() throws Exception {
        try (FilesSite site = FilesSite.in(new Installation("plain"), "keep: {last: 1}")) {
            site.file("first", "first");
            Results.good(site.stillframe.run("backup"));
            site.file("second", "second");
            Results.good(site.stillframe.run("backup"));

            assertThat(site.good("forget", "--dry-run").path("forgotten").asInt())
                    .isEqualTo(1);
            assertThat(site.listed()).isEqualTo(2);
            JsonNode forgotten = site.good("forget", "--prune");
            assertThat(forgotten.path("forgotten").asInt()).isEqualTo(1);
            assertThat(forgotten.path("backups").path(1).path("reasons")).isNotEmpty();
            assertThat(site.listed()).isEqualTo(1);
            assertThat(site.restored("restored").resolve("second")).hasContent("second");

            assertThat(Results.good(site.stillframe.run("prune", "--json")).output())
                    .as("there is no repository")
                    .isEmpty();
            assertThat(problem(Results.ended(2, site.stillframe.run("unlock", "--json"))))
                    .isEqualTo("config.no-repository");
        }
    }

    @Test
    void whatIsNotThereIsAnErrorOfUsage() throws Exception {
        try (Installation installation = new Installation("plain")) {
            Stillframe stillframe = installation.configured("""
                    applications:
                      files: {writer: files, settings: {paths: [/etc]}, minimum-consistency: live}
                    jobs:
                      files: {applications: [files]}
                    """);
            assertThat(problem(Results.ended(2, stillframe.run("show", "20200101", "--json"))))
                    .isEqualTo("backup.unknown");
            assertThat(problem(Results.ended(2, stillframe.run("backup", "flies", "--json"))))
                    .isEqualTo("config.unknown-job");
            assertThat(problem(Results.ended(2, stillframe.run("bakcup", "--json"))))
                    .isEqualTo("cli.usage");
        }
    }

    private static JsonNode object(ShopSite site, String... command) throws Exception {
        return Results.only(Results.good(site.stillframe.run(command)));
    }

    private static String kind(ShopSite site, String... command) throws Exception {
        return object(site, command).path("kind").asString();
    }

    private static String problem(Stillframe.Run run) {
        return Results.only(run).path("problem").path("code").asString();
    }
}
