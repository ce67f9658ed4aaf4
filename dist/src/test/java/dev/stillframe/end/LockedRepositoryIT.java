// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(site.data.resolve("random"), bytes);
        Results.good(site.stillframe.run("backup"));
    }

    /** A test that failed must not lock the others out. */
    @AfterEach
    void unlock() throws Exception {
        site.installation.restic("unlock --remove-all");
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
        try (Other other = new Other("check --read-data --limit-download 20")) {
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
        new Other("backup --stdin").close();
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

        new Other("backup --stdin").close();
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

    /**
     * A restic of another host that has locked the repository and stands still. What it does must last until it is found:
     * as long as its input stays open, or by a limit, in KiB a second, to what it reads.
     */
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
            try {
                process.getOutputStream().write('x'); // restic makes no snapshot of nothing
                process.getOutputStream().flush();
                Path locks = site.installation.work.resolve("repository/locks");
                Awaitility.await()
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(2))
                        .pollDelay(Duration.ZERO)
                        .until(() -> String.join("", locks.toFile().list()).matches("[0-9a-f]{64}"));
                signal("STOP");
            } catch (Exception | Error e) {
                close();
                throw e;
            }
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
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
