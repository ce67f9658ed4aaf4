// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.wine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Windows of its own: a prefix of Wine with a JVM of Windows and our fake VSS library in the place of the system's. The
 * Maven profile {@code wine} brings the JVM; its folder is the system property {@code stillframe.windows}.
 *
 * <p>Programs get files for their streams, never pipes: Wine's own processes would keep a pipe open.
 */
public final class Windows implements AutoCloseable {
    private static final Path WINE = Path.of("/usr/lib/wine");
    private static final Path COMPILER = Path.of("/usr/bin/x86_64-w64-mingw32-g++-posix");

    private final Path folder;
    private int programs;

    private Windows(Path folder) {
        this.folder = folder;
    }

    /** Why there is none here; empty if there is one. */
    public static Optional<String> obstacle() {
        if (System.getProperty("stillframe.windows", "").isEmpty() || !Files.isDirectory(jvms())) {
            return Optional.of("needs the Maven profile wine");
        }
        boolean here = Files.isExecutable(WINE.resolve("wine64"))
                && Files.isExecutable(WINE.resolve("wineserver64"))
                && Files.isExecutable(COMPILER);
        return here
                ? Optional.empty()
                : Optional.of("needs Wine and a compiler for Windows (Debian: wine64, g++-mingw-w64-x86-64-posix)");
    }

    /** Makes one in an empty folder. Takes some seconds and 700 MB. */
    public static Windows in(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("prefix"));
        Windows windows = new Windows(folder);
        try {
            windows.unix(WINE.resolve("wineserver64").toString(), "-p");
            windows.unix("setsid", WINE.resolve("wine64").toString(), "wineboot", "-i");
            return windows;
        } catch (IOException | InterruptedException | RuntimeException e) {
            windows.close();
            throw e;
        }
    }

    /** {@code C:\}. */
    public Path drive() {
        return folder.resolve("prefix/drive_c");
    }

    /** Where {@code \\?\GLOBALROOT\Device\} is; made if need be. */
    public Path devices() throws IOException {
        return Files.createDirectories(folder.resolve("prefix/dosdevices/globalroot/Device"));
    }

    /** How programs here name a file of this system. */
    public static String name(Path file) {
        return "Z:" + file.toAbsolutePath().toString().replace('/', '\\');
    }

    /**
     * Puts the fake VSS library where Windows has its own.
     *
     * @param source {@code fake.cpp}
     */
    public void install(Path source) throws IOException, InterruptedException {
        Path library = drive().resolve("windows/system32/vssapi.dll");
        Files.deleteIfExists(library);
        compile(source, library, "-shared", "-lole32", "-loleaut32");
    }

    /** Compiles a program or library for 64-bit Windows, which needs nothing beside it. */
    public void compile(Path source, Path result, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(COMPILER.toString(), "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-static"));
        command.addAll(List.of("-I", source.resolveSibling("").toString(), source.toString(), "-o", result.toString()));
        command.addAll(List.of(options));
        unix(command.toArray(String[]::new));
    }

    /** Runs the JVM of Windows. */
    public Ended java(Duration limit, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        return start(environment, withJava(arguments)).await(limit);
    }

    /** Starts the JVM of Windows. */
    public Running startJava(Map<String, String> environment, List<String> arguments) throws IOException {
        return start(environment, withJava(arguments));
    }

    private static List<String> withJava(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome().resolve("bin/java.exe").toString());
        command.addAll(arguments);
        return command;
    }

    /** The JVM's folder, on this system. */
    public static Path javaHome() throws IOException {
        try (Stream<Path> files = Files.walk(jvms())) {
            Path java = files.filter(file -> file.endsWith("bin/java.exe"))
                    .findFirst()
                    .orElseThrow();
            return java.resolve("../..").normalize();
        }
    }

    /**
     * Kills every process of this Windows that runs a program.
     *
     * @param program its file's name, for example {@code java.exe}
     */
    public void end(String program) throws IOException, InterruptedException {
        start(Map.of(), List.of("taskkill.exe", "/f", "/im", program)).await(Duration.ofMinutes(1));
    }

    /** Starts a program of Windows. */
    public Running start(Map<String, String> environment, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of(WINE.resolve("wine64").toString()));
        all.addAll(command);
        return launch(environment, all);
    }

    private void unix(String... command) throws IOException, InterruptedException {
        Ended ended = launch(Map.of(), List.of(command)).await(Duration.ofMinutes(5));
        if (ended.exit() != 0) {
            throw new IOException(List.of(command) + ": " + ended);
        }
    }

    private Running launch(Map<String, String> environment, List<String> command) throws IOException {
        programs++;
        Path out = folder.resolve("program-" + programs + ".out");
        Path err = folder.resolve("program-" + programs + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> whole = builder.environment();
        whole.put("WINEPREFIX", folder.resolve("prefix").toString());
        whole.put("WINEARCH", "win64");
        whole.put("WINEDEBUG", "-all");
        whole.put("WINEDLLOVERRIDES", "mscoree=;mshtml=;winemenubuilder.exe=;vssapi=n");
        whole.remove("DISPLAY");
        whole.putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private static Path jvms() {
        return Path.of(System.getProperty("stillframe.windows", ""));
    }

    /** Ends every program of this Windows, and of no other. */
    @Override
    public void close() throws IOException {
        try {
            unix(WINE.resolve("wineserver64").toString(), "-k", "-w");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program that runs. */
    public record Running(Process process, Path out, Path err) {
        /** Waits for its end; kills it after the limit. */
        public Ended await(Duration limit) throws IOException, InterruptedException {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("did not end within " + limit + ": " + text(out) + text(err));
            }
            return new Ended(process.exitValue(), text(out), text(err));
        }

        /** What it has said by now. */
        public String said() {
            return text(out);
        }

        private static String text(Path file) {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How a program ended. */
    public record Ended(int exit, String out, String err) {}
}
