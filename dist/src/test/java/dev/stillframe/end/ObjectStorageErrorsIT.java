// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.objectstore.ObjectStore;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What goes wrong with a real object store: it is told, and nothing is lost. Each test leaves the store well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStorageErrorsIT {
    private Installation installation;
    private ObjectStore store;
    private FilesSite site;

    @BeforeAll
    void open() throws Exception {
        installation = new Installation("plain");
        store = ObjectStore.start(Files.createDirectory(installation.work.resolve("buckets")));
        installation.closing(store);
        site = FilesSite.in(installation.inBucket(store, "backups", ", retry-for: 1s"), "");
        site.file("first", "first");
        Results.good(site.stillframe.run("backup"));
    }

    @AfterAll
    void close() throws Exception {
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void aWrongSecretIsToldWithoutBeingTold() throws Exception {
        int before = site.backups();
        installation.credentials("a-wrong-secret");
        JsonNode problem = FilesSite.refused("store.denied", site.stillframe.run("backup", "--json"));
        assertThat(problem.path("hint").asString()).contains("secret");
        assertThat(problem.toString()).doesNotContain("a-wrong-secret").doesNotContain(ObjectStore.SECRET);
        FilesSite.refused("store.denied", site.stillframe.run("list", "--json"));
        installation.credentials(ObjectStore.SECRET);
        site.isWell(before);
    }

    @Test
    void aServerThatIsAwayIsToldWhenItHasBeenTriedForLongEnough() throws Exception {
        int before = site.backups();
        store.kill();
        JsonNode problem = FilesSite.refused("store.unreachable", site.stillframe.run("backup", "--json"));
        assertThat(problem.path("retry").asString()).isEqualTo("HELPS");
        assertThat(problem.path("message").asString()).contains(store.endpoint().toString());
        FilesSite.refused(
                "store.unreachable",
                site.stillframe.run(
                        "restore",
                        "latest",
                        "--target",
                        installation.work.resolve("never").toString(),
                        "--json"));
        assertThat(installation.work.resolve("never")).doesNotExist();
        store.restart();
        site.isWell(before);
    }

    @Test
    void aClockThatIsAnHourWrongIsToldAsWhatItIs() throws Exception {
        int before = site.backups();
        JsonNode problem =
                FilesSite.refused("store.clock", installation.withClock("+1h").run("backup", "--json"));
        assertThat(problem.path("hint").asString()).contains("clock", "NTP");
        site.isWell(before);
    }
}
