// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.plugin.PackagedPlugin;
import dev.stillframe.testkit.watch.SilentOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The writer under test with its running application. */
public final class Subject {
    /** Starts an application in an empty folder. */
    @FunctionalInterface
    public interface Starter {
        /** Starts it. */
        Application start(Path folder) throws Exception;
    }

    private final Path jar;
    private final Optional<String> writer;
    private final Path folder;
    private final Starter starter;
    private final AtomicInteger folders = new AtomicInteger();
    private final PackagedPlugin plugin;
    private final Application application;
    private final SilentOut out;

    private Subject(Path jar, Optional<String> writer, Path folder, Starter starter) throws Exception {
        this.jar = jar;
        this.writer = writer;
        this.folder = folder;
        this.starter = starter;
        application = starter.start(freshFolder());
        plugin = new PackagedPlugin(jar, writer);
        out = SilentOut.watch(plugin.loader());
    }

    /** @param folder for everything that is made meanwhile */
    public static Subject open(Path jar, Optional<String> writer, Path folder, Starter starter) throws Exception {
        return new Subject(jar, writer, folder, starter);
    }

    /** The jar under test. */
    public Path jar() {
        return jar;
    }

    /** The id of the writer; empty if the jar brings only one. */
    public Optional<String> writer() {
        return writer;
    }

    /** The jar under test, loaded. */
    public PackagedPlugin plugin() {
        return plugin;
    }

    /** The application that most rules are proved with. */
    public Application application() {
        return application;
    }

    /** What the writer printed to stdout up to now. */
    public SilentOut out() {
        return out;
    }

    /** Another application of the same kind, in a folder of its own. */
    public Application anotherApplication() throws Exception {
        return starter.start(freshFolder());
    }

    /** An empty folder. */
    public Path freshFolder() throws IOException {
        return Files.createDirectories(folder.resolve("folder-" + folders.incrementAndGet()));
    }

    /** What a writer of this application sees of the host. */
    public KitContext context() {
        return new KitContext(application::nativeComponents);
    }

    /** Begins a cycle whose guard acknowledges at once. */
    public Act act() {
        return act(KitGuard.willing());
    }

    /** Begins a cycle. */
    public Act act(KitGuard guard) {
        return Act.begin(plugin, application.settings(), context(), guard);
    }

    /** Begins a cycle in which one kind of call has a threshold to cross. */
    public Act act(KitGuard guard, Threshold threshold) {
        return Act.begin(plugin.bounded(threshold::before), application.settings(), context(), guard);
    }

    /** Unloads the jar and stops the application. */
    public void end() throws Exception {
        out.close();
        plugin.close();
        application.stop();
    }
}
