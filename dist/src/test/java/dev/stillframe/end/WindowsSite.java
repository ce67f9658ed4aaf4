// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.shop.TemporaryFolder;
import dev.stillframe.wine.Windows;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The distribution on a JVM of Windows under Wine, with a folder to back up and a VSS library whose shadow copies this
 * class makes: copies of the folder, published where Windows publishes shadow copies.
 */
final class WindowsSite implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Path SOURCES =
            Path.of("../host/src/test/native/vss/fake.cpp").toAbsolutePath();

    final Windows windows;
    private final Path folder;

    private WindowsSite(Path folder, Windows windows) {
        this.folder = folder;
        this.windows = windows;
    }

    /** Skips the test, with the reason, where there is no Wine. */
    static WindowsSite make() throws IOException, InterruptedException {
        assumeTrue(Windows.obstacle().isEmpty(), () -> Windows.obstacle().orElseThrow());
        Path folder = Files.createTempDirectory("stillframe-windows-");
        WindowsSite site = new WindowsSite(folder, Windows.in(folder));
        try {
            site.windows.install(SOURCES);
            site.unpack();
            Files.createDirectories(site.wishes());
            Files.createDirectories(site.data());
            Path installed = Files.createDirectories(site.windows.drive().resolve("sf"));
            Files.writeString(installed.resolve("password"), Installation.PASSWORD);
            Files.writeString(installed.resolve("stillframe.yaml"), """
                    repository: {location: /C/sf/repository, password-file: /C/sf/password}
                    state-directory: /C/sf/state
                    plugins: {directory: /C/Program Files/Stillframe/plugins}
                    applications:
                      files:
                        writer: files
                        settings: {paths: [/C/data]}
                        minimum-consistency: crash
                      live:
                        writer: files
                        settings: {paths: [/C/data]}
                        minimum-consistency: live
                    jobs:
                      files:
                        applications: [files]
                      live:
                        applications: [live]
                        providers: [live]
                        accept-live: true
                    """);
            return site;
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** Where a Windows has its programs, with a space in the name. */
    private void unpack() throws IOException {
        Path home = windows.drive().resolve("Program Files/Stillframe");
        Path zip = Path.of(System.getProperty("stillframe.zip"));
        try (FileSystem packed = FileSystems.newFileSystem(zip)) {
            Path root = packed.getPath("/").resolve(zip.getFileName().toString().replaceFirst("\\.zip$", ""));
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = home.resolve(root.relativize(file).toString());
                    Files.createDirectories(to.resolveSibling(""));
                    Files.copy(file, to);
                }
            }
        }
    }

    /** {@code C:\data}. */
    Path data() {
        return windows.drive().resolve("data");
    }

    private Path wishes() {
        return windows.drive().resolve("vss");
    }

    /** Runs the program by its launcher. */
    Windows.Ended run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).await(LIMIT);
    }

    /** Runs it and expects that it did what it should; the one object that it printed. */
    JsonNode good(String... arguments) throws IOException, InterruptedException {
        return ended(0, run(arguments));
    }

    static JsonNode ended(int exit, Windows.Ended run) {
        assertThat(run.exit()).as("%s", run).isEqualTo(exit);
        return JsonMapper.shared().readTree(run.out());
    }

    Windows.Running start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("cmd.exe", "/c", "C:\\Program Files\\Stillframe\\bin\\stillframe.cmd"));
        command.addAll(List.of("--config", "C:\\sf\\stillframe.yaml", "--json"));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "JAVA_HOME", Windows.name(Windows.javaHome()),
                "JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "STILLFRAME_FAKE_VSS", "C:\\vss");
        return windows.start(environment, command);
    }

    /** What the world does at the instant of a shadow copy, and right after it. */
    interface Meanwhile {
        void happens() throws IOException;
    }

    /**
     * Runs the program, makes the shadow copy that it asks for, and takes it away again when it lets it go.
     *
     * @param afterwards happens when the shadow copy is made and before the program learns of it
     */
    Windows.Ended runWithShadow(Meanwhile afterwards, String... arguments) throws Exception {
        Windows.Running running = start(arguments);
        Path wish = wish("take-", running);
        Path shadow = windows.devices().resolve("HarddiskVolumeShadowCopy" + number(wish));
        Shell.run(folder, "mkdir '" + shadow + "' && cp -a '" + data() + "' '" + shadow + "/'");
        afterwards.happens();
        grant(wish);
        Path release = wish("release-", running);
        Shell.run(folder, "rm -r '" + shadow + "'");
        grant(release);
        Windows.Ended ended = running.await(LIMIT);
        forgetWishes();
        return ended;
    }

    /** Waits until the program wants something of VSS. */
    Path wish(String prefix, Windows.Running running) {
        List<Path> found = new ArrayList<>();
        await().atMost(LIMIT).until(() -> {
            found.addAll(wished(prefix));
            return !found.isEmpty() || !running.process().isAlive();
        });
        assertThat(found).as(() -> running + ": " + running.said()).isNotEmpty();
        return found.get(0);
    }

    private List<Path> wished(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(wishes())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> !file.toString().endsWith(".done"))
                    .filter(file -> !Files.exists(done(file)))
                    .toList();
        }
    }

    private static Path done(Path wish) {
        return wish.resolveSibling(wish.getFileName() + ".done");
    }

    private static String number(Path wish) {
        return wish.getFileName().toString().replaceAll("\\D", "");
    }

    private static void grant(Path wish) throws IOException {
        Files.createFile(done(wish));
    }

    /** Forgets what a program that has ended had wished: the next one counts from the beginning. */
    void forgetWishes() throws IOException {
        try (Stream<Path> files = Files.list(wishes())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Something that is done while a file is locked. */
    interface Work<T> {
        T run() throws Exception;
    }

    /** Works while a process of its own holds a file that it shares with nobody. */
    <T> T whileHeld(String file, Work<T> work) throws Exception {
        hold(file);
        try {
            return work.run();
        } finally {
            windows.end("holder.exe");
        }
    }

    private void hold(String file) throws Exception {
        Path program = folder.resolve("holder.exe");
        windows.compile(Path.of("src/test/native/holder.cpp").toAbsolutePath(), program);
        Windows.Running holder = windows.start(Map.of(), List.of(Windows.name(program), file));
        await().atMost(LIMIT)
                .until(() -> holder.said().contains("held") || !holder.process().isAlive());
        assertThat(holder.said()).contains("held");
    }

    @Override
    public void close() throws IOException {
        try {
            windows.close();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }
}
