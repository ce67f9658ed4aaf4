// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import dev.stillframe.objectstore.ObjectStore;
import dev.stillframe.shop.LoopVolume;
import dev.stillframe.shop.ServerAccount;
import dev.stillframe.shop.Stillframe;
import dev.stillframe.shop.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The unpacked distribution with a configuration, and a filesystem of some type for the files of its applications. */
final class Installation implements AutoCloseable {
    static final Path HOME = Path.of(System.getProperty("stillframe.home", ""));
    static final String PASSWORD = "swordfish of the tests";
    private static final long VOLUME_SIZE = 8L << 30;

    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2)); // what is there at once takes its time on a busy machine
    }

    /** {@code btrfs}, {@code xfs} or {@code plain}. */
    final String type;

    /** For configuration, state and archive; not on the volume that is backed up. */
    final Path work;

    /** The root of the filesystem, or a folder. */
    final Path files;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private String storage;
    private String repository = "";
    private String environment = "";

    /**
     * Skips the test, with the reason, where that filesystem cannot be made.
     *
     * @param type {@code btrfs}, {@code xfs} or {@code plain}
     */
    Installation(String type) throws IOException {
        String obstacle = type.equals("plain") ? "" : LoopVolume.obstacle(type);
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        this.type = type;
        work = Files.createTempDirectory("stillframe-site-");
        storage = "archive: {directory: " + work + "/archive}";
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

    /** Lets backups go into a repository in a folder instead of an archive. Skips the test where restic is missing. */
    Installation inRepository() throws IOException {
        return inRepository(work.resolve("repository").toString(), "");
    }

    /**
     * Lets backups go into a repository.
     *
     * @param more keys of {@code repository}, in YAML's flow style, each with a comma before it
     */
    Installation inRepository(String location, String more) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/restic"))) {
            close();
            Assumptions.abort("needs restic");
        }
        Files.writeString(work.resolve("password"), PASSWORD);
        repository = location;
        storage = "repository: {location: \"%s\", password-file: %s/password%s}".formatted(location, work, more);
        return this;
    }

    /**
     * Lets backups go into a bucket.
     *
     * @param more further keys of {@code repository}
     */
    Installation inBucket(ObjectStore store, String bucket, String more) throws IOException {
        environment = "AWS_ACCESS_KEY_ID=" + ObjectStore.ACCESS_KEY + " AWS_SECRET_ACCESS_KEY=" + ObjectStore.SECRET;
        credentials(ObjectStore.SECRET);
        return inRepository(
                "s3:" + store.endpoint() + "/" + bucket + "/shop",
                ", s3: {credentials-file: " + work + "/credentials}" + more);
    }

    /** Says what the secret of the object store's key is. */
    void credentials(String secret) throws IOException {
        Files.writeString(work.resolve("credentials"), """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(ObjectStore.ACCESS_KEY, secret));
    }

    /** Runs restic, as Debian has it, on the repository; nothing of ours takes part. */
    String restic(String command) throws IOException, InterruptedException {
        return Shell.run(work, "export LC_ALL=C.UTF-8; exec " + resticCommand(command) + " 2>&1");
    }

    /** The same as a shell's command. */
    String resticCommand(String command) {
        return "env RESTIC_PASSWORD_FILE=" + work + "/password " + environment + " restic --no-cache -r '" + repository
                + "' " + command;
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
                %4$s
                state-directory: %1$s/state
                plugins:
                  directory: %2$s
                %3$s""".formatted(work, plugins, applicationsAndJobs, storage));
    }

    Stillframe launcher(Path launcher) {
        return new Stillframe(launcher, work.resolve("stillframe.yaml"));
    }

    /**
     * The program on a machine whose clock is wrong. Skips the test where {@code faketime} is missing.
     *
     * @param offset by which it is wrong, for example {@code +1h}
     */
    Stillframe withClock(String offset) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/faketime")), "needs faketime");
        return launcher(script(
                "clock" + offset,
                "env JAVA_OPTS=-XX:TieredStopAtLevel=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 faketime -f '" + offset
                        + "'"));
    }

    /** The program without root's rights: as nobody if this process is root. */
    Stillframe unprivileged() throws IOException {
        return ServerAccount.current() == ServerAccount.NOBODY
                ? launcher(script("as-nobody", "setpriv --reuid=65534 --regid=65534 --clear-groups --"))
                : launcher(HOME.resolve("bin/stillframe"));
    }

    private Path script(String name, String before) throws IOException {
        Path script = Files.writeString(
                work.resolve(name), "#!/bin/sh\nexec " + before + " '" + HOME.resolve("bin/stillframe") + "' \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Skips the test, with the reason, where this process may not mount or do what else root may. */
    static void assumeRoot() throws IOException {
        Assumptions.assumeTrue(ServerAccount.current() == ServerAccount.NOBODY, "needs root");
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
