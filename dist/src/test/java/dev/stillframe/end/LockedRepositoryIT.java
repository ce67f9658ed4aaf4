// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Others who work in the repository, and what those leave who were killed there: restic, on a host of its own. Each test
 * leaves the repository well and without a lock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockedRepositoryIT {
    private static final String ELSEWHERE = "elsewhere";

    private FilesSite site;

    @BeforeAll
    void open() throws Exception {
        Installation.assumeRoot(); // another host's name needs a namespace
        Installation installation = new Installation("plain");
        site = FilesSite.in(
                installation.inRepository(
                        installation.work.resolve("repository").toString(), ", lock-wait: 1s"),
                "");
        site.file("small", "small");
        Results.good(site.stillframe.run("backup"));
    }

    @AfterAll
    void close() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void aPruneNamesWhoIsInItsWayAndBackupsGoOnMeanwhile() throws Exception {
        int before = site.backups();
        try (Other other = new Other("backup --stdin")) {
            assertThat(locked().path("message").asString()).contains(ELSEWHERE);
            Results.good(site.stillframe.run("backup"));
            other.goOn();
        }
        site.good("prune");
        assertThat(site.installation.restic("snapshots --host " + ELSEWHERE)).contains("stdin");
        site.isWell(before + 1);
    }

    @Test
    void whoWorksAloneIsWaitedForAndThenNamed() throws Exception {
        int before = site.backups();
        try (Other other = new Other("check --read-data")) {
            JsonNode problem = FilesSite.refused("repository.locked", site.stillframe.run("backup", "--json"));
            assertThat(problem.path("retry").asString()).isEqualTo("HELPS");
            assertThat(problem.path("message").asString()).contains(ELSEWHERE, "alone");
            assertThat(site.listed()).as("a list waits for nobody").isEqualTo(before);
            other.goOn();
        }
        site.isWell(before);
    }

    @Test
    void theLockOfAHostThatWasKilledStaysUntilItIsStaleOrSomebodySaysThatItIs() throws Exception {
        int before = site.backups();
        new Other("backup --stdin").kill();
        locked();
        assertThat(site.good("unlock").path("removed"))
                .as("it may still be at work")
                .isEmpty();
        locked();

        assertThat(Results.only(Results.good(site.installation.withClock("+1h").run("unlock", "--json")))
                        .path("removed")
                        .toString())
                .as("an hour later it cannot be")
                .contains(ELSEWHERE);
        site.good("prune");

        new Other("backup --stdin").kill();
        assertThat(site.good("unlock", "--all").path("removed")).hasSize(1);
        site.good("prune");
        site.isWell(before);
    }

    @Test
    void aLockFromTheFutureSaysThatClocksDiffer() throws Exception {
        int before = site.backups();
        try (Other other = new Other("backup --stdin")) {
            Stillframe late = site.installation.withClock("-1h");
            JsonNode problem = FilesSite.refused("repository.locked", late.run("prune", "--json"));
            assertThat(problem.path("hint").asString()).contains("clock");
            other.goOn();
        }
        site.isWell(before);
    }

    private JsonNode locked() throws Exception {
        return FilesSite.refused("repository.locked", site.stillframe.run("prune", "--json"));
    }

    /** A restic of another host that has locked the repository and stands still. */
    private final class Other implements AutoCloseable {
        private final Process process;

        Other(String command) throws Exception {
            process = new ProcessBuilder(
                            "unshare",
                            "--uts",
                            "sh",
                            "-c",
                            "hostname " + ELSEWHERE + "; exec " + site.installation.resticCommand(command))
                    .redirectErrorStream(true)
                    .redirectOutput(site.installation.work.resolve("other").toFile())
                    .start();
            process.getOutputStream().write('x'); // restic makes no snapshot of nothing
            process.getOutputStream().flush();
            Path locks = site.installation.work.resolve("repository/locks");
            Awaitility.await()
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .until(() -> String.join("", locks.toFile().list()).matches("[0-9a-f]{64}"));
            signal("STOP");
        }

        private void signal(String name) throws Exception {
            Shell.run(site.installation.work, "kill -" + name + " " + process.pid());
        }

        /** Lets it do its work to the end. */
        void goOn() throws Exception {
            signal("CONT");
            process.getOutputStream().close();
            assertThat(process.waitFor())
                    .as(Files.readString(site.installation.work.resolve("other")))
                    .isZero();
        }

        /** Ends it at once; its lock stays. */
        void kill() {
            process.destroyForcibly().onExit().join();
        }

        /** A test that failed must not lock the others out. */
        @Override
        public void close() throws IOException {
            kill();
            try {
                site.installation.restic("unlock --remove-all");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a lock was removed");
            }
        }
    }
}
