// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A vendor makes a plugin with nothing but the distribution, and an operator uses it. */
class VendorIT {
    @Test
    void aNewPluginBuildsPassesTheKitIsCheckedAndBacksUp() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Path project = installation.work.resolve("notes");
            Path plugins = Files.createDirectory(installation.work.resolve("plugins"));
            Stillframe vendor =
                    installation.launcher(Installation.HOME.resolve("bin/stillframe")); // configures nothing
            Results.good(vendor.run("plugins", "new", "notes", "--directory", project.toString()));
            Path jar = new VendorBuild(installation.work).verify(project);
            JsonNode checked = Results.only(vendor.run("plugins", "check", jar.toString(), "--json"));
            assertThat(checked.path("good").asBoolean()).as("%s", checked).isTrue();
            assertThat(result(checked, "kit")).startsWith("passed: version 0.").contains(" 0 failed");
            assertThat(result(checked, "signature")).isEqualTo("warning: the jar is not signed");

            Files.copy(jar, plugins.resolve("notes.jar"));
            Stillframe stillframe = installation.configured(plugins, """
                    applications:
                      notes:
                        writer: notes
                        settings: {folder: %s/notes}
                        minimum-consistency: application
                    jobs:
                      notes:
                        applications: [notes]
                        freeze-timeout: 60s
                    """.formatted(installation.files));

            Path data = Files.createDirectories(installation.files.resolve("notes/data"));
            Files.writeString(data.resolve("notes.txt"), "a note\t5d527750\n");
            JsonNode receipt = Results.receipt(stillframe.run("backup", "--json"));
            assertThat(Results.component(receipt, "notes").path("level").asString())
                    .as("%s", receipt)
                    .isEqualTo("application");
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Installation.below(target, data.resolve("notes.txt")))
                    .hasSameBinaryContentAs(data.resolve("notes.txt"));
        }
    }

    private static String result(JsonNode checked, String name) {
        for (JsonNode check : checked.path("checks")) {
            if (check.path("name").asString().equals(name)) {
                return check.path("result").asString() + ": "
                        + check.path("text").asString();
            }
        }
        throw new AssertionError("no check " + name + " in " + checked);
    }
}
