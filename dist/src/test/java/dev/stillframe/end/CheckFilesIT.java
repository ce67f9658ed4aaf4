// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An operator checks a database's files from the command line, through the shipped plugin. */
class CheckFilesIT {
    private static final String NOTHING_TO_BACK_UP = """
            applications:
              notes:
                writer: files
                settings: {paths: [/tmp/nowhere]}
            jobs:
              notes:
                applications: [notes]
            """;

    @Test
    void what_is_no_database_is_damaged_and_a_writer_that_checks_nothing_is_refused() throws Exception {
        try (Installation installation = new Installation("plain")) {
            Stillframe stillframe = installation.configured(NOTHING_TO_BACK_UP);
            Path text = Files.writeString(installation.work.resolve("shop.mdf"), "no database".repeat(5000));
            JsonNode checked = Results.only(Results.ended(
                    5, stillframe.run("check-files", "--writer", "sqlserver", text.toString(), "--json")));
            assertThat(checked.path("result").asString()).isEqualTo("damaged");
            assertThat(checked.path("findings").path(0).path("file").asString()).isEqualTo(text.toString());
            Results.ended(2, stillframe.run("check-files", "--writer", "files", text.toString()));
            Results.ended(2, stillframe.run("check-files", "--writer", "nobody", text.toString()));
            Results.ended(2, stillframe.run("check-files", "--writer", "sqlserver", text + ".none"));
        }
    }

    @Test
    void a_real_database_is_sound_and_with_one_byte_changed_it_is_not() throws Exception {
        Optional<Path> samples = samples();
        Assumptions.assumeTrue(samples.isPresent(), "there are no samples in ../shared/samples beside the project");
        try (Installation installation = new Installation("plain")) {
            Stillframe stillframe = installation.configured(NOTHING_TO_BACK_UP);
            Path data = Files.copy(
                    samples.get().resolve("jjvanzon-NerdDinner.mdf"), installation.work.resolve("dinner.mdf"));
            Path log = samples.get().resolve("jjvanzon-NerdDinner_log.ldf");
            JsonNode sound = Results.only(Results.good(
                    stillframe.run("check-files", "--writer", "sqlserver", data.toString(), log.toString(), "--json")));
            assertThat(sound.path("result").asString()).isEqualTo("sound");
            assertThat(sound.path("checked").asLong()).isEqualTo(270 + 177);
            assertThat(sound.path("unverifiable").asLong()).isEqualTo(2);

            data.toFile().setWritable(true);
            byte[] bytes = Files.readAllBytes(data);
            bytes[9 * 8192 + 5000] ^= 1;
            Files.write(data, bytes);
            JsonNode damaged = Results.only(Results.ended(
                    5,
                    stillframe.run("check-files", "--writer", "sqlserver", data.toString(), log.toString(), "--json")));
            assertThat(damaged.path("findings").path(0).path("block").asLong()).isEqualTo(9);
        }
    }

    private static Optional<Path> samples() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return Optional.ofNullable(root)
                .map(project -> project.resolve("../shared/samples/mdf").normalize())
                .filter(Files::isDirectory);
    }
}
