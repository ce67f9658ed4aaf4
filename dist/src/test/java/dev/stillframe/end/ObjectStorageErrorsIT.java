// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.objectstore.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What goes wrong with a real object store: it is told, and nothing is lost. Each test leaves the store well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStorageErrorsIT {
    private BucketSite bucket;
    private Installation installation;
    private ObjectStore store;
    private FilesSite site;

    @BeforeAll
    void open() throws Exception {
        bucket = BucketSite.make(", retry-for: 1s", "");
        site = bucket.site;
        store = bucket.store;
        installation = site.installation;
    }

    /** Also a test that failed leaves the others a store that answers, and its secret. */
    @AfterEach
    void restore() throws Exception {
        installation.credentials(ObjectStore.SECRET);
        store.kill(); // it may be down already
        store.restart();
    }

    @AfterAll
    void close() throws Exception {
        if (bucket != null) {
            bucket.close();
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
