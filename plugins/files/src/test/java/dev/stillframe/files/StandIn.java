// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Settings;
import dev.stillframe.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** An application that appends to a file, and stands still while a marker lies beside it; another marker says that it does. */
final class StandIn implements Application {
    private static final long LOOK_MILLIS = 2;

    private final Path folder;
    private final boolean held;
    private final ReentrantLock gate = new ReentrantLock();
    private final Thread watcher = new Thread(this::watch, "the stand-in's watch over its markers");
    private volatile boolean running = true;

    StandIn(Path folder, boolean held) throws IOException {
        this.folder = folder;
        this.held = held;
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/log"), "begun\n");
        watcher.setDaemon(true);
        watcher.start();
    }

    @Override
    public Settings settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("paths", List.of(folder.resolve("data").toString()));
        if (held) {
            settings.put("hold", "writes");
            settings.put("freeze-command", shell("touch hold; until [ -e still ]; do sleep 0.01; done"));
            settings.put("thaw-command", shell("rm -f hold; while [ -e still ]; do sleep 0.01; done"));
            settings.put("check-command", shell("[ -e hold ] && [ -e still ]"));
        }
        return new Settings(settings);
    }

    private List<String> shell(String script) {
        return List.of("/bin/sh", "-c", "cd '" + folder + "' && { " + script + "; }");
    }

    private void watch() {
        try {
            while (running) {
                if (Files.exists(folder.resolve("hold"))) {
                    gate.lock();
                    try {
                        Files.createFile(folder.resolve("still"));
                        while (running && Files.exists(folder.resolve("hold"))) {
                            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                        }
                        Files.delete(folder.resolve("still"));
                    } finally {
                        gate.unlock();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the stand-in in " + folder + " stops", e);
        }
    }

    @Override
    public void work() throws Exception {
        gate.lockInterruptibly();
        try {
            Files.writeString(folder.resolve("data/log"), "worked\n", StandardOpenOption.APPEND);
        } finally {
            gate.unlock();
        }
    }

    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(20);
    }

    @Override
    public Optional<List<String>> held() {
        return Files.exists(folder.resolve("still")) ? Optional.of(List.of("marker")) : Optional.of(List.of());
    }

    @Override
    public void breakHold() throws IOException {
        Files.delete(folder.resolve("hold"));
    }

    @Override
    public void stop() throws InterruptedException {
        running = false;
        watcher.join();
    }
}
