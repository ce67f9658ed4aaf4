// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A writer misbehaves in one phase, beside well-behaved ones, in the same snapshot. {@code -Dstillframe.soak=true} runs
 * every cell, otherwise each way of misbehaving runs a few, by a seed that is printed and may be set with {@code
 * -Dstillframe.seed}.
 */
class MisbehavingWriterIT {
    private static final List<String> BEFORE_THE_IMAGE = List.of("identify", "prepare", "freeze", "thaw", "gather");
    private static final List<String> AFTER_IT = List.of("validate", "complete", "close");
    private static final int SLICE = 4;
    private static final Duration CELL = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang", "hang-for-ever"})
    void theOthersAreThawedTheDeadlineHoldsAndTheOutcomeSaysWhichAndWhy(String how) throws Exception {
        List<String> cells = slice();
        try (Installation installation = new Installation("btrfs")) {
            Shell.run(installation.files, "mkdir data; echo precious > data/file");
            Stillframe stillframe =
                    installation.configured(plugins(installation), configuration(installation, how, cells));

            long began = System.nanoTime();
            Stillframe.Run run = stillframe.run("backup", "--json");
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(took).as("%s", run).isLessThan(START.plus(CELL.multipliedBy(cells.size())));
            List<JsonNode> results = Results.all(run);
            assertThat(results).as("%s", run).hasSize(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                examine(installation, how, cells.get(i), results.get(i), run);
            }
            assertThat(Shell.subvolumes(installation.files)).isEmpty();
            Results.good(stillframe.run("recover"));
            for (String phase : cells) {
                assertThat(installation.work.resolve(phase + ".held")).doesNotExist();
            }
        }
    }

    private static void examine(
            Installation installation, String how, String phase, JsonNode result, Stillframe.Run run)
            throws IOException {
        List<String> trace =
                Files.exists(trace(installation, phase)) ? Files.readAllLines(trace(installation, phase)) : List.of();
        if (trace.contains("frozen")) {
            assertThat(trace.get(trace.size() - 1)).as("%s in %s", how, phase).isEqualTo("thawed");
        }
        if (BEFORE_THE_IMAGE.contains(phase)) {
            assertThat(result.path("exit").asInt())
                    .as("%s in %s: %s", how, phase, run)
                    .isEqualTo(4);
            assertThat(result.path("problems").toString()).contains("bad-" + phase, phase);
        } else {
            assertThat(trace).contains("frozen");
            assertThat(result.path("stored").asBoolean())
                    .as("%s in %s: %s", how, phase, run)
                    .isTrue();
            assertThat(result.path("exit").asInt()).isEqualTo(phase.equals("validate") ? 3 : 0);
            assertThat(result.toString() + run.messages()).contains("bad-" + phase);
        }
    }

    private static List<String> slice() {
        List<String> cells = new ArrayList<>(
                Stream.concat(BEFORE_THE_IMAGE.stream(), AFTER_IT.stream()).toList());
        if (Boolean.getBoolean("stillframe.soak")) {
            return cells;
        }
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("MisbehavingWriterIT: seed " + seed);
        Collections.shuffle(cells, new Random(seed));
        return List.copyOf(cells.subList(0, SLICE));
    }

    /** The shipped plugins and the misbehaving one. */
    private static Path plugins(Installation installation) throws IOException {
        Path folder = Files.createDirectory(installation.work.resolve("plugins"));
        List<Path> jars = new ArrayList<>(List.of(Path.of(System.getProperty("stillframe.misbehaving"))));
        try (Stream<Path> shipped = Files.list(Installation.HOME.resolve("plugins"))) {
            shipped.forEach(jars::add);
        }
        for (Path jar : jars) {
            Files.copy(jar, folder.resolve(jar.getFileName()));
        }
        return folder;
    }

    /** A job for each phase, whose well-behaved application writes down when it is frozen and thawed. */
    private static String configuration(Installation installation, String how, List<String> phases) {
        String applications = phases.stream()
                .map(phase ->
                        """
                        good-%1$s:
                          writer: files
                          settings:
                            paths: [%2$s/data]
                            hold: writes
                            freeze-command: [/bin/sh, -c, "echo frozen >> %3$s"]
                            thaw-command: [/bin/sh, -c, "echo thawed >> %3$s"]
                        bad-%1$s:
                          writer: misbehaving
                          settings: {paths: [%2$s/data], in: %1$s, how: %4$s, held: %5$s/%1$s.held}
                          minimum-consistency: application
                        """.formatted(phase, installation.files, trace(installation, phase), how, installation.work))
                .collect(Collectors.joining());
        String jobs = phases.stream().map(phase -> """
                        job-%1$s:
                          applications: [good-%1$s, bad-%1$s]
                          freeze-timeout: 3s
                          prepare-timeout: 3s
                          validate-timeout: 3s
                        """.formatted(phase)).collect(Collectors.joining());
        return "applications:\n" + applications.indent(2) + "jobs:\n" + jobs.indent(2);
    }

    private static Path trace(Installation installation, String phase) {
        return installation.work.resolve(phase + ".trace");
    }
}
