// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.error.StillframeException;
import dev.stillframe.job.RepositoryWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several passwords can open one repository. */
@Command(name = "key", description = "Lists, adds and removes the passwords that open the repository.")
final class KeyCommand implements Runnable {
    private static final String JOB = "The job whose repository is meant.";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "list", description = "Lists the keys, the oldest first.")
    int list(@Option(names = "--job", paramLabel = "JOB", description = JOB) @Nullable String job) {
        return run(job, RepositoryWork::keys);
    }

    @Command(name = "add", description = "Adds a key for another password.")
    int add(
            @Option(names = "--job", paramLabel = "JOB", description = JOB) @Nullable String job,
            @Option(
                            names = "--new-password-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "The file that holds the new password.")
                    Path file) {
        return run(job, work -> work.addKey(file));
    }

    @Command(name = "remove", description = "Removes a key; its password opens the repository no more.")
    int remove(
            @Option(names = "--job", paramLabel = "JOB", description = JOB) @Nullable String job,
            @Parameters(paramLabel = "ID", description = "The key, or a beginning of its name.") String id) {
        return run(job, work -> work.removeKey(id));
    }

    /** Returns the keys that there are then. */
    @FunctionalInterface
    private interface Keys {
        List<RepositoryWork.Key> of(RepositoryWork work) throws StillframeException;
    }

    private int run(@Nullable String job, Keys keys) {
        return program.withoutWriters((site, output) -> {
            RepositoryWork work = new RepositoryWork(site, Optional.ofNullable(job));
            return output.report(report(work.location(), keys.of(work)));
        });
    }

    static Report report(String location, List<RepositoryWork.Key> keys) {
        ObjectNode json = Json.object("key").put("location", location);
        ArrayNode array = json.putArray("keys");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "ID", "MADE", "USER", "HOST"));
        for (RepositoryWork.Key key : keys) {
            array.addObject()
                    .put("id", key.id())
                    .put("created", key.created().toString())
                    .put("username", key.username())
                    .put("hostname", key.hostname())
                    .put("current", key.current());
            rows.add(List.of(
                    key.current() ? "*" : "",
                    key.id().substring(0, 8),
                    Units.time(key.created()),
                    key.username(),
                    key.hostname()));
        }
        return new Report(json, Columns.of(rows), ExitCode.DONE);
    }
}
