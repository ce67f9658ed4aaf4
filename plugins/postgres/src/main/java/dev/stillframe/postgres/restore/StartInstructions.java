// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import dev.stillframe.api.Grain;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Facts;
import dev.stillframe.postgres.config.ConfigurationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells the operator how to start a restored cluster. */
final class StartInstructions {
    private final RestoredCluster cluster;
    private final RestoredConfiguration configuration;

    StartInstructions(RestoredCluster cluster, RestoredConfiguration configuration) {
        this.cluster = cluster;
        this.configuration = configuration;
    }

    List<String> steps(Grain grain) throws WriterException, IOException {
        List<String> steps = new ArrayList<>();
        steps.add("start it with PostgreSQL " + cluster.major() + ", as the owner of " + cluster.data() + ": "
                + commandLine());
        steps.add(
                "where the original runs too, give it another port (-c port=...): it listens where the original does");
        for (String value : configuration.values("unix_socket_directories")) {
            steps.add("it makes its socket in " + value + ", or where -c unix_socket_directories=... says");
        }
        for (String value : configuration.values("shared_preload_libraries")) {
            if (!value.isEmpty()) {
                steps.add(
                        "it loads " + value + ": look whether one of these acts by itself, for example on a schedule");
            }
        }
        for (String fact : List.of(Facts.HBA_FILE, Facts.IDENT_FILE)) {
            Path file = cluster.configuration(fact);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                for (Path named : ConfigurationFiles.namedBy(file)) {
                    steps.add(file + " still names " + named + ", which was restored to " + cluster.moved(named));
                }
            }
        }
        if (grain == Grain.ATOMIC) {
            steps.add("it comes up as at the instant of the snapshot; backup_label, tablespace_map and the WAL for a"
                    + " recovery to a later point lie under " + cluster.target().resolve(".stillframe"));
        } else {
            steps.add("it first recovers to the end of the backup, "
                    + cluster.facts().get(Facts.STOP) + ": leave backup_label where it is");
        }
        steps.add("before it takes the original's place, remove what stillframe restore added to "
                + cluster.data().resolve("postgresql.auto.conf"));
        return steps;
    }

    /** Says everything on the command line where the configuration lies elsewhere: that wins over any file. */
    private String commandLine() throws WriterException {
        List<String> words = new ArrayList<>(List.of("postgres", "-D", quoted(cluster.data())));
        Path main = cluster.configuration(Facts.CONFIG_FILE);
        if (!main.startsWith(cluster.data())) {
            option(words, "config_file", main);
            option(words, "data_directory", cluster.data());
            option(words, "hba_file", cluster.configuration(Facts.HBA_FILE));
            option(words, "ident_file", cluster.configuration(Facts.IDENT_FILE));
        }
        return String.join(" ", words);
    }

    private static void option(List<String> words, String name, Path value) {
        if (Files.exists(value, LinkOption.NOFOLLOW_LINKS)) {
            words.add("-c");
            words.add(name + "=" + quoted(value));
        }
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
