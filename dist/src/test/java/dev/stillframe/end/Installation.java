// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import dev.stillframe.shop.LoopVolume;
import dev.stillframe.shop.Stillframe;
import dev.stillframe.shop.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Assumptions;

/** The unpacked distribution with a configuration, and a filesystem of some type for the files of its applications. */
final class Installation implements AutoCloseable {
    static final Path HOME = Path.of(System.getProperty("stillframe.home", ""));
    private static final long VOLUME_SIZE = 8L << 30;

    /** For configuration, state and archive; not on the volume that is backed up. */
    final Path work;

    /** The root of the filesystem, or a folder. */
    final Path files;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Skips the test, with the reason, where that filesystem cannot be made.
     *
     * @param type {@code btrfs}, {@code xfs} or {@code plain}
     */
    Installation(String type) throws IOException {
        String obstacle = type.equals("plain") ? "" : LoopVolume.obstacle(type);
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        work = Files.createTempDirectory("stillframe-site-");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        opened.push(() -> TemporaryFolder.delete(work));
        if (type.equals("plain")) {
            files = Files.createDirectory(work.resolve("files"));
        } else {
            LoopVolume volume = LoopVolume.make(type, VOLUME_SIZE);
            opened.push(volume);
            files = volume.root();
        }
    }

    /** Writes the configuration and makes what it needs. */
    Stillframe configured(String applicationsAndJobs) throws IOException {
        return configured(HOME.resolve("plugins"), applicationsAndJobs);
    }

    Stillframe configured(Path plugins, String applicationsAndJobs) throws IOException {
        configure(plugins, applicationsAndJobs);
        Stillframe stillframe = launcher(HOME.resolve("bin/stillframe"));
        Results.good(stillframe.run("init"));
        return stillframe;
    }

    /** Writes the configuration. */
    void configure(Path plugins, String applicationsAndJobs) throws IOException {
        Files.writeString(work.resolve("stillframe.yaml"), """
                archive:
                  directory: %1$s/archive
                state-directory: %1$s/state
                plugins:
                  directory: %2$s
                %3$s""".formatted(work, plugins, applicationsAndJobs));
    }

    Stillframe launcher(Path launcher) {
        return new Stillframe(launcher, work.resolve("stillframe.yaml"));
    }

    /** Closes something before the filesystem goes. */
    void closing(AutoCloseable thing) {
        opened.push(thing);
    }

    /** Where a file of the original lies below a restore's target. */
    static Path below(Path target, Path original) {
        return target.resolve(original.getRoot().relativize(original));
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IOException("could not clean up", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
