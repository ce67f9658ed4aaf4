// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.guard.Ledger;
import dev.stillframe.guard.Ledgers;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.LoopVolume;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A filesystem, a process tree and a folder for the host, in memory where its ledgers lie. */
final class RealScene implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final Path folder;
    private final LoopVolume volume = LoopVolume.xfs();
    private final List<Long> tree;
    private final Process root;
    private final List<Process> hosts = new ArrayList<>();
    private final ExecutorService prober = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "prober");
        thread.setDaemon(true); // what waits for a frozen filesystem must not hold up the test's end
        return thread;
    });

    RealScene() throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "stillframe-real-");
        Files.createDirectory(folder.resolve("ledgers"));
        // in a session of its own: a process group that loses its parent while a member is stopped gets SIGHUP, all of
        // it,
        // and this would be the group of the test and its Maven
        root = new ProcessBuilder("setsid", "sh", "-c", "sleep 100000 & sleep 100000 & wait").start();
        Awaitility.await().atMost(LIMIT).until(() -> root.descendants().count() == 2);
        tree = new ArrayList<>(List.of(root.pid()));
        root.descendants().forEach(child -> tree.add(child.pid()));
    }

    /** Starts a host; see {@link RealHost#main}. */
    Running start(Duration freeze, String stop) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+PerfDisableSharedMem",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RealHost.class.getName(),
                        folder.toString(),
                        volume.root().toString(),
                        String.join(",", tree.stream().map(String::valueOf).toList()),
                        Long.toString(freeze.toMillis()),
                        stop)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        hosts.add(process);
        return new Running(process, process.inputReader());
    }

    /** A host that runs. */
    record Running(Process process, BufferedReader output) {
        void await(String line) throws IOException {
            for (String said = output.readLine(); !line.equals(said); said = output.readLine()) {
                if (said == null) {
                    throw new AssertionError("the host ended before it said \"" + line + "\"");
                }
            }
        }

        /** Lets a host that waits go on. */
        void goOn() throws IOException {
            process.outputWriter().write("\n");
            process.outputWriter().flush();
        }

        void signal(int signal) {
            Signals.send(process.pid(), signal);
        }
    }

    /** Waits until the filesystem can be written to and no process of the tree is stopped; says when that was. */
    long thawed() throws Exception {
        Future<Long> written = prober.submit((Callable<Long>) () -> {
            Files.writeString(volume.root().resolve("probe"), "written");
            return System.nanoTime();
        });
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (anyStopped()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("processes are still stopped");
            }
            Thread.onSpinWait();
        }
        long running = System.nanoTime();
        try {
            return Math.max(running, written.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the filesystem is still frozen", e);
        }
    }

    private boolean anyStopped() throws IOException {
        for (long pid : tree) {
            if (RealHold.stopped(pid)) {
                return true;
            }
        }
        return false;
    }

    /** What the guards noted, of those that did not leave in order. */
    List<Ledger> ledgers() throws Exception {
        return new Ledgers(folder.resolve("ledgers")).all(problem -> {
            throw new AssertionError(problem.message());
        });
    }

    RecoveryReport recover() throws Exception {
        return RealHost.recover(folder, new RealUndo());
    }

    @Override
    public void close() throws IOException {
        hosts.forEach(Process::destroyForcibly);
        FilesystemFreeze.thaw(volume.path());
        tree.forEach(pid -> Signals.send(pid, Signals.KILL));
        root.destroyForcibly();
        prober.shutdownNow();
        volume.close();
        for (String part : List.of("ledgers", "state/tmp", "state", "")) {
            for (java.io.File file : list(folder.resolve(part))) {
                Files.deleteIfExists(file.toPath());
            }
        }
        Files.deleteIfExists(folder);
    }

    private static java.io.File[] list(Path directory) {
        java.io.File[] files = directory.toFile().listFiles();
        return files == null ? new java.io.File[0] : files;
    }
}
