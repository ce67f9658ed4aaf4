// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A provider says, when everything was read, that its snapshot was lost meanwhile: nobody knows what was copied. */
class LostSnapshotIT {
    @Test
    void aBackupWhoseSnapshotTurnsOutToBeLostIsNotPublished() throws Exception {
        try (Installation installation = new Installation("plain")) {
            lostAndFound(installation);
            assertThat(archives(installation)).hasSize(1);
        }
    }

    @Test
    void norIsItInARepository() throws Exception {
        try (Installation installation = new Installation("plain").inRepository()) {
            lostAndFound(installation);
            assertThat(installation.restic("snapshots --compact").lines().filter(line -> line.contains("1 snapshots")))
                    .hasSize(1);
        }
    }

    /** The same job and files, once with a snapshot that is lost and once with one that is not. */
    private static void lostAndFound(Installation installation) throws Exception {
        Path data = Files.createDirectory(installation.files.resolve("data"));
        Files.writeString(data.resolve("file"), "precious");
        Path fate = Files.createFile(data.resolve("snapshot-is-lost"));
        Stillframe stillframe = site(installation);

        Stillframe.Run lost = stillframe.run("backup", "uploads", "--json");

        JsonNode result = Results.only(lost);
        assertThat(lost.exit()).as("%s", lost).isEqualTo(4);
        assertThat(result.path("stored").asBoolean()).as("%s", lost).isFalse();
        assertThat(result.path("problems").toString()).contains("misbehaving.lost", "ran out while it was read");
        assertThat(result.path("receipt").isObject()).as("%s", lost).isFalse();
        assertThat(backups(stillframe)).isEmpty();
        assertThat(installation.files.resolve("data.copy")).doesNotExist();

        Files.move(fate, data.resolve("snapshot-is-kept"));
        Stillframe.Run kept = Results.good(stillframe.run("backup", "uploads", "--json"));
        assertThat(Results.receipt(kept)
                        .path("snapshots")
                        .path(0)
                        .path("provider")
                        .asString())
                .isEqualTo("losing");
        assertThat(backups(stillframe)).hasSize(1);
        Path target = installation.work.resolve("restored");
        Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
        assertThat(Installation.below(target, data.resolve("file"))).hasContent("precious");
    }

    private static JsonNode backups(Stillframe stillframe) throws IOException {
        return Results.only(Results.good(stillframe.run("list", "--json"))).path("backups");
    }

    private static List<Path> archives(Installation installation) throws IOException {
        try (Stream<Path> archives = Files.list(installation.work.resolve("archive"))) {
            return archives.filter(file -> file.toString().contains(".tar")).toList();
        }
    }

    private static Stillframe site(Installation installation) throws Exception {
        Path folder = Files.createDirectory(installation.work.resolve("plugins"));
        List<Path> jars = new ArrayList<>(List.of(Path.of(System.getProperty("stillframe.misbehaving"))));
        try (Stream<Path> shipped = Files.list(Installation.HOME.resolve("plugins"))) {
            shipped.forEach(jars::add);
        }
        for (Path jar : jars) {
            Files.copy(jar, folder.resolve(jar.getFileName()));
        }
        return installation.configured(folder, """
                applications:
                  uploads:
                    writer: files
                    settings: {paths: [%s/data]}
                jobs:
                  uploads: {applications: [uploads], providers: [losing], freeze-timeout: 60s}
                """.formatted(installation.files));
    }
}
