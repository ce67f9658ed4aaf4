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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A writer misbehaves in one phase, alone or beside well-behaved ones in the same snapshot. {@code
 * -Dstillframe.soak=true} runs every cell, otherwise each way of misbehaving runs a few, by a seed that is printed and
 * may be set with {@code -Dstillframe.seed}.
 */
class MisbehavingWriterIT {
    /** @param group how many applications the job has, the misbehaving one among them */
    private record Cell(String phase, int group) {
        /** Names the cell's job, applications and files. */
        String name() {
            return phase + "-" + group;
        }
    }

    private static final List<String> PHASES =
            List.of("identify", "prepare", "freeze", "thaw", "gather", "validate", "complete", "close");
    private static final Set<String> BEFORE_THE_IMAGE = Set.of("identify", "prepare", "freeze", "thaw", "gather");
    private static final boolean SOAK = Boolean.getBoolean("stillframe.soak");
    private static final Set<String> ENDLESS = Set.of("hang", "hang-for-ever", "late", "exhaust");
    private static final Duration CELL = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One process goes through all cells: what a writer did in one job must not harm the next. */
    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang"})
    void theOthersAreThawedTheDeadlineHoldsAndTheOutcomeSaysWhichAndWhy(String how) throws Exception {
        List<Cell> cells = slice(how, 4);
        try (Installation installation = new Installation("btrfs")) {
            Stillframe stillframe = site(installation, how, cells);

            long began = System.nanoTime();
            Stillframe.Run run = stillframe.run("backup", "--json");
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(took).as("%s", run).isLessThan(START.plus(CELL.multipliedBy(cells.size())));
            List<JsonNode> results = Results.all(run);
            assertThat(results).as("%s", run).hasSize(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                told(how, cells.get(i), results.get(i), run);
            }
            nothingIsLeft(installation, stillframe, how, cells);
        }
    }

    /** After this the process is not fit for another job: the plugin still occupies a thread of it. */
    @ParameterizedTest
    @ValueSource(strings = {"hang-for-ever", "late"})
    void aWriterThatNeverComesBackCostsNobodyElseAnything(String how) throws Exception {
        eachAlone(how, 2, (cell, run) -> told(how, cell, Results.only(run), run));
    }

    /** What plugins print goes where messages go, and a thread that they leave behind does not keep the host alive. */
    @ParameterizedTest
    @ValueSource(strings = {"print", "leak"})
    void aWriterThatPrintsOrLeavesThreadsBehindChangesNothing(String how) throws Exception {
        eachAlone(how, 2, (cell, run) -> {
            ended(0, cell, run);
            if (how.equals("print")) {
                assertThat(run.messages()).contains("{\"kind\": \"backup\", \"exit\":");
            }
        });
    }

    /** Its hanging call still holds whatever it holds, and nobody knows what it will do when it wakes up. */
    @Test
    void aPluginThatHangsInOneJobIsNotUsedForTheNextJobOfTheSameProcess() throws Exception {
        try (Installation installation = new Installation("btrfs")) {
            Shell.run(installation.files, "mkdir data; echo precious > data/file");
            Stillframe stillframe = installation.configured(
                    plugins(installation), """
                    applications:
                      hanging:
                        writer: misbehaving
                        settings: {paths: [%1$s/data], in: prepare, how: hang-for-ever, held: %2$s/hanging.held}
                      innocent:
                        writer: misbehaving
                        settings: {paths: [%1$s/data], held: %2$s/innocent.held}
                      other:
                        writer: files
                        settings: {paths: [%1$s/data]}
                    jobs:
                      first: {applications: [hanging], prepare-timeout: 5s}
                      second: {applications: [innocent], freeze-timeout: 60s}
                      third: {applications: [other], freeze-timeout: 60s}
                    """.formatted(installation.files, installation.work));

            Stillframe.Run run = stillframe.run("backup", "--json");

            List<JsonNode> results = Results.all(run);
            assertThat(results).as("%s", run).hasSize(3);
            assertThat(results)
                    .extracting(result -> result.path("exit").asInt())
                    .containsExactly(4, 4, 0);
            assertThat(results.get(1).path("problems").toString())
                    .contains("plugin.unusable", "misbehaving", "hanging");
            Results.good(stillframe.run("backup", "second")); // another process: another plugin
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lie"})
    void aLieIsFoundOutWhereItCanBeAndHoldsNobodyStill(String how) throws Exception {
        eachAlone(how, 3, (cell, run) -> {
            int exit = switch (cell.phase()) {
                case "identify" -> 4; // there are no such files
                case "freeze", "validate" -> 3; // the thaw finds no hold; there is no verdict on its own component
                default -> 0; // nothing that anybody could see from outside
            };
            ended(exit, cell, run);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "exhaust"})
    void aWriterThatEndsTheHostLeavesNothingFrozenAndNoClaimOfSuccess(String how) throws Exception {
        eachAlone(how, 2, (cell, run) -> {
            boolean claims = how.equals("exhaust") && !BEFORE_THE_IMAGE.contains(cell.phase());
            if (!claims) {
                assertThat(run.exit()).as("%s: %s", cell, run).isNotZero();
            }
            assertThat(parses(run.output())).as("%s: %s", cell, run).isTrue();
        });
    }

    /** Backs up the job of each cell in a process of its own, which has little memory; looks at how it ended. */
    private static void eachAlone(String how, int most, BiConsumer<Cell, Stillframe.Run> look) throws Exception {
        List<Cell> cells = slice(how, most);
        try (Installation installation = new Installation("btrfs")) {
            site(installation, how, cells);
            Path small = Files.writeString(
                    installation.work.resolve("small"),
                    "#!/bin/sh\nJAVA_OPTS=-Xmx160m exec " + Installation.HOME.resolve("bin/stillframe") + " \"$@\"\n");
            assertThat(small.toFile().setExecutable(true)).isTrue();
            Stillframe stillframe = installation.launcher(small);
            for (Cell cell : cells) {
                look.accept(cell, stillframe.run("backup", "job-" + cell.name(), "--json"));
                nothingIsLeft(installation, stillframe, how, List.of(cell));
            }
        }
    }

    private static void ended(int exit, Cell cell, Stillframe.Run run) {
        assertThat(Results.only(run).path("exit").asInt())
                .as("%s: %s", cell, run)
                .isEqualTo(exit);
    }

    private static void told(String how, Cell cell, JsonNode result, Stillframe.Run run) {
        if (BEFORE_THE_IMAGE.contains(cell.phase())) {
            assertThat(result.path("exit").asInt())
                    .as("%s in %s: %s", how, cell, run)
                    .isEqualTo(4);
            assertThat(result.path("problems").toString()).contains("bad-" + cell.name(), cell.phase());
        } else {
            assertThat(result.path("stored").asBoolean())
                    .as("%s in %s: %s", how, cell, run)
                    .isTrue();
            assertThat(result.path("exit").asInt()).isEqualTo(cell.phase().equals("validate") ? 3 : 0);
            assertThat(result.toString() + run.messages()).contains("bad-" + cell.name());
        }
    }

    /** Nobody is held, and nothing is there that a backup did not publish. */
    private static void nothingIsLeft(Installation installation, Stillframe stillframe, String how, List<Cell> cells)
            throws Exception {
        for (Cell cell : cells) {
            Path held = installation.work.resolve(cell.name() + ".held");
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(held).as("%s in %s", how, cell).doesNotExist());
            for (int good = 1; good < cell.group(); good++) {
                Path trace = trace(installation, cell, good);
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() ->
                                !Files.exists(trace) || Files.readString(trace).endsWith("thawed\n"));
            }
        }
        Results.good(stillframe.run("recover"));
        assertThat(Shell.subvolumes(installation.files)).isEmpty();
        assertThat(Results.only(Results.good(stillframe.run("recover", "--json")))
                        .path("done"))
                .isEmpty();
        System.out.println("MisbehavingWriterIT: " + how + " in "
                + cells.stream().map(Cell::name).toList());
    }

    private static boolean parses(String output) {
        try {
            output.lines().forEach(line -> JsonMapper.shared().readTree(line));
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static List<Cell> slice(String how, int most) {
        List<Cell> cells = new ArrayList<>();
        PHASES.forEach(phase -> cells.addAll(List.of(new Cell(phase, 1), new Cell(phase, 3))));
        if (how.equals("lie")) { // in gather it delivers what does not exist: see the reader's tests
            cells.removeIf(cell -> cell.phase().equals("gather"));
        }
        if (!SOAK) {
            long seed = Long.getLong("stillframe.seed", System.nanoTime());
            System.out.println("MisbehavingWriterIT: " + how + ", seed " + seed);
            Collections.shuffle(cells, new Random(seed));
            return cells.subList(0, most);
        }
        return cells;
    }

    private static Stillframe site(Installation installation, String how, List<Cell> cells)
            throws IOException, InterruptedException {
        Shell.run(installation.files, "mkdir data; echo precious > data/file");
        return installation.configured(plugins(installation), configuration(installation, how, cells));
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

    /** A job for each cell, whose well-behaved applications write down when they are frozen and thawed. */
    private static String configuration(Installation installation, String how, List<Cell> cells) {
        StringBuilder applications = new StringBuilder("applications:\n");
        StringBuilder jobs = new StringBuilder("jobs:\n");
        for (Cell cell : cells) {
            List<String> names = new ArrayList<>(List.of("bad-" + cell.name()));
            applications.append("""
                    bad-%1$s:
                      writer: misbehaving
                      settings: {paths: [%2$s/data], in: %3$s, how: %4$s, held: %5$s/%1$s.held}
                      minimum-consistency: application
                    """.formatted(cell.name(), installation.files, cell.phase(), how, installation.work)
                    .indent(2));
            for (int good = 1; good < cell.group(); good++) {
                names.add("good-" + cell.name() + "-" + good);
                applications.append(
                        """
                        good-%1$s-%2$d:
                          writer: files
                          settings:
                            paths: [%3$s/data]
                            hold: writes
                            freeze-command: [/bin/sh, -c, "echo frozen >> %4$s"]
                            thaw-command: [/bin/sh, -c, "echo thawed >> %4$s"]
                        """.formatted(cell.name(), good, installation.files, trace(installation, cell, good))
                                .indent(2));
            }
            jobs.append("""
                    job-%1$s:
                      applications: [%2$s]
                      freeze-timeout: %3$s
                      prepare-timeout: %4$s
                      validate-timeout: %5$s
                    """.formatted(
                            cell.name(),
                            names.stream().collect(Collectors.joining(", ")),
                            limit(how, cell, Set.of("freeze", "thaw")),
                            limit(how, cell, Set.of("identify", "prepare", "gather", "complete", "close")),
                            limit(how, cell, Set.of("validate")))
                    .indent(2));
        }
        return applications.append(jobs).toString();
    }

    /** Short only where it is waited for: whatever else is to succeed has time for it on a machine that is busy. */
    private static String limit(String how, Cell cell, Set<String> bounded) {
        return ENDLESS.contains(how) && bounded.contains(cell.phase()) ? "10s" : "60s";
    }

    private static Path trace(Installation installation, Cell cell, int good) {
        return installation.work.resolve(cell.name() + "-" + good + ".trace");
    }
}
