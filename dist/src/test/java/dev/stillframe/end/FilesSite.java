// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder of files that is backed up live, with a configured Stillframe beside it: what an error is tried on. */
final class FilesSite implements AutoCloseable {
    final Installation installation;
    final Path data;
    final Stillframe stillframe;

    private FilesSite(Installation installation, Path data, Stillframe stillframe) {
        this.installation = installation;
        this.data = data;
        this.stillframe = stillframe;
    }

    /**
     * Makes the folder and the repository; closes the installation if that fails.
     *
     * @param installation says where backups go
     * @param job more lines of the job
     */
    static FilesSite in(Installation installation, String job) throws IOException {
        try {
            Path data = Files.createDirectory(installation.files.resolve("data"));
            Stillframe stillframe = installation.configured("""
                    applications:
                      files:
                        writer: files
                        settings: {paths: ["%s"]}
                        minimum-consistency: live
                    jobs:
                      files:
                        applications: [files]
                        accept-live: true
                        %s
                    """.formatted(data, job));
            return new FilesSite(installation, data, stillframe);
        } catch (IOException | RuntimeException | AssertionError e) {
            installation.close();
            throw e;
        }
    }

    /** Writes a file. */
    void file(String name, String content) throws IOException {
        Files.writeString(data.resolve(name), content);
    }

    /** Runs a command that does what it should; the one object that it prints. */
    JsonNode good(String... command) throws IOException {
        String[] json = java.util.Arrays.copyOf(command, command.length + 1);
        json[command.length] = "--json";
        return Results.only(Results.good(stillframe.run(json)));
    }

    /** How many backups we list. */
    int listed() throws IOException {
        return good("list").path("backups").size();
    }

    /** How many backups of ours restic sees, without a lock. */
    int backups() throws IOException, InterruptedException {
        String all = installation.restic("snapshots --no-lock --tag stillframe --json");
        return JsonMapper.shared().readTree(all).size();
    }

    /** Restores the last backup; where the folder is then. */
    Path restored(String target) throws IOException {
        Path below = installation.work.resolve(target);
        Results.good(stillframe.run("restore", "latest", "--target", below.toString()));
        return Installation.below(below, data);
    }

    /**
     * A command that was refused by the destination: exit 5, with this code and a hint, and no secret in what it says.
     *
     * @return the problem
     */
    static JsonNode refused(String code, Stillframe.Run run) {
        JsonNode object = Results.only(Results.ended(5, run));
        JsonNode problem = object.path("problem");
        assertThat(problem.path("code").asString()).as("%s", run).isEqualTo(code);
        assertThat(problem.path("hint").asString()).as("%s", run).isNotEmpty();
        assertThat(problem.path("message").asString()).as("%s", run).isNotEmpty();
        assertThat(run.toString()).doesNotContain(Installation.PASSWORD);
        return problem;
    }

    /** Nothing was lost: every byte of every backup is what it was, for us and for restic, and a new backup works. */
    void isWell(int backups) throws IOException, InterruptedException {
        assertThat(backups()).isEqualTo(backups);
        JsonNode checked = good("verify", "--read-data");
        assertThat(checked.path("sound").asBoolean()).as("%s", checked).isTrue();
        assertThat(checked.path("packsRead")).isEqualTo(checked.path("packs"));
        Results.good(stillframe.run("backup", "--json"));
        assertThat(backups()).isEqualTo(backups + 1);
        assertThat(installation.restic("check --read-data")).contains("no errors were found");
    }

    @Override
    public void close() throws IOException {
        installation.close();
    }
}
