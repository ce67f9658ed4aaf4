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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final int LIMIT_SECONDS = 60;
    private static final int LONGEST_ANSWER = 1 << 20;

    CheckedPlugin {
        checks = List.copyOf(checks);
    }

    boolean good() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
    }

    static CheckedPlugin check(Path path) throws StillframeException {
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
            Optional<JsonNode> loaded = load(path, checks);
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

    private static Optional<JsonNode> load(Path path, List<Check> checks) throws IOException {
        Path folder = Files.createTempDirectory("stillframe-check");
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path link = Files.createSymbolicLink(plugins.resolve("under-check.jar"), path.toAbsolutePath());
        Path out = folder.resolve("out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(plugins))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // what is checked may be anybody's: the passwords and keys of this environment are not for it
            builder.environment().keySet().removeIf(name -> name.startsWith("STILLFRAME_") || name.startsWith("AWS_"));
            boolean ended = ends(builder.start());
            return judged(ended, lastLine(out), checks);
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

    private static boolean ends(Process process) {
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<JsonNode> judged(boolean ended, String line, List<Check> checks) {
        JsonNode answer = parsed(line);
        JsonNode plugin = answer.path("plugins").path(0);
        if (!plugin.isMissingNode()) {
            checks.add(new Check("load", Result.PASSED, "loaded and described in a process of its own", ""));
            return Optional.of(plugin);
        }
        JsonNode problem = answer.path("rejected").path(0).path("problem");
        String text = problem.isMissingNode()
                ? ended ? "the process ended without an answer" : "the process gave no answer within a minute"
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
