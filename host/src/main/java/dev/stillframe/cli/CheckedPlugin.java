// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.CheckedJar;
import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import dev.stillframe.plugin.JarCheck;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plugin's jar that was read, and loaded in a process of its own: what its constructors do, this process does not suffer.
 *
 * @param checks what was read, then what loading it said
 * @param loaded what {@code plugins list --json} says of it; empty if it was not loaded
 */
record CheckedPlugin(CheckedJar jar, List<Check> checks, Optional<JsonNode> loaded) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int LONGEST_ANSWER = 1 << 20;

    /** What a JVM and a plugin that loads a library may want of an environment: nothing that a secret is handed over in. */
    private static final Set<String> HARMLESS = Set.of(
            "PATH",
            "HOME",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "TMP",
            "TEMP",
            "SYSTEMROOT",
            "JAVA_HOME",
            "LD_LIBRARY_PATH");

    CheckedPlugin {
        checks = List.copyOf(checks);
    }

    boolean good() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
    }

    static CheckedPlugin check(Path path) throws StillframeException {
        return check(path, LIMIT, System.getenv());
    }

    /**
     * @param limit how long loading may take
     * @param environment of this process; the one that loads the plugin sees only what is harmless of it
     */
    static CheckedPlugin check(Path path, Duration limit, Map<String, String> environment) throws StillframeException {
        if (!Files.isRegularFile(path)) {
            throw new StillframeException(
                    "cli.no-file", "there is no file " + path, Retry.DOES_NOT_HELP, "name a plugin's jar");
        }
        CheckedJar jar = JarCheck.of(path);
        List<Check> checks = new ArrayList<>(jar.checks());
        if (!jar.good()) {
            checks.add(new Check("load", Result.FAILED, "not tried, because of the above", ""));
            return new CheckedPlugin(jar, checks, Optional.empty());
        }
        try {
            Optional<JsonNode> loaded = load(path, limit, environment, checks);
            return new CheckedPlugin(jar, checks, loaded);
        } catch (IOException e) {
            throw new StillframeException(
                    "host.process",
                    "cannot load " + path + " in a process of its own: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "",
                    e);
        }
    }

    private static Optional<JsonNode> load(
            Path path, Duration limit, Map<String, String> environment, List<Check> checks) throws IOException {
        Path folder = Files.createTempDirectory("stillframe-check");
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path link = Files.createSymbolicLink(plugins.resolve("under-check.jar"), path.toAbsolutePath());
        Path out = folder.resolve("out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(plugins))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // what is checked may be anybody's, and a configuration may name any variable as a password
            builder.environment().clear();
            environment.forEach((name, value) -> {
                String upper = name.toUpperCase(Locale.ROOT);
                if (HARMLESS.contains(upper) || upper.startsWith("LC_")) {
                    builder.environment().put(name, value);
                }
            });
            boolean ended = ends(builder.start(), limit);
            return judged(ended ? Optional.empty() : Optional.of(limit), lastLine(out), checks);
        } finally {
            for (Path each : List.of(link, plugins, out, folder)) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Of what may be long and no text at all; empty if the last line itself is too long. */
    private static String lastLine(Path out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(file.length(), LONGEST_ANSWER)];
            file.seek(file.length() - end.length);
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            return text.lines().reduce("", (one, next) -> next);
        }
    }

    private static boolean ends(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    /** @param late the limit, if the process had not ended by then */
    private static Optional<JsonNode> judged(Optional<Duration> late, String line, List<Check> checks) {
        JsonNode answer = parsed(line);
        JsonNode plugin = answer.path("plugins").path(0);
        if (late.isEmpty() && !plugin.isMissingNode()) {
            checks.add(new Check("load", Result.PASSED, "loaded and described in a process of its own", ""));
            return Optional.of(plugin);
        }
        JsonNode problem = answer.path("rejected").path(0).path("problem");
        String text = problem.isMissingNode()
                ? late.map(limit -> "the process did not end within " + limit.toSeconds() + " s")
                        .orElse("the process ended without an answer")
                : problem.path("message").asString();
        checks.add(new Check("load", Result.FAILED, text, problem.path("hint").asString("")));
        return Optional.empty();
    }

    private static JsonNode parsed(String line) {
        try {
            return JsonMapper.shared().readTree(line.isEmpty() ? "{}" : line);
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static List<String> command(Path plugins) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+PerfDisableSharedMem",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "plugins",
                "load",
                plugins.toString(),
                "--json");
    }
}
