// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A repository in a real object store from the command line, beside restic's own program on the same bucket. */
class ObjectStorageIT {
    private BucketSite bucket;
    private Installation installation;
    private FilesSite site;

    @BeforeEach
    void open() throws Exception {
        Tree.assumePrograms();
        bucket = BucketSite.make("", "keep: {last: 1}");
        site = bucket.site;
        installation = site.installation;
    }

    @AfterEach
    void close() throws Exception {
        if (bucket != null) {
            bucket.close();
        }
    }

    @Test
    void everyCommandWorksOnABucketAndResticSeesAndRestoresTheSame() throws Exception {
        Results.good(site.stillframe.run("init")); // again: changes nothing
        Tree.grow(site.data, 50);
        Files.delete(site.data.resolve("closed")); // only root may look into it
        Files.delete(site.data.resolve("strange-target")); // restic 0.14 keeps no target that is not UTF-8
        Files.delete(site.data.resolve("first"));
        String before = Tree.describe(site.data);
        Results.good(site.stillframe.run("backup"));
        assertThat(site.listed()).isEqualTo(2);
        assertThat(Tree.describe(site.restored("by-us"))).isEqualTo(before);
        assertThat(installation.restic("check --read-data")).contains("no errors were found");
        assertThat(Tree.describe(byRestic("by-restic"))).isEqualTo(before);

        JsonNode forgotten = site.good("forget");
        assertThat(forgotten.path("forgotten").asInt()).isEqualTo(1);
        assertThat(site.good("prune").path("bytesFreed").asLong()).isPositive();
        JsonNode checked = site.good("verify", "--read-data");
        assertThat(checked.path("sound").asBoolean()).isTrue();
        assertThat(checked.path("snapshots").asInt()).isEqualTo(1);
        assertThat(checked.path("packsRead")).isEqualTo(checked.path("packs"));
        assertThat(installation.restic("snapshots --tag stillframe")).contains("1 snapshots");
        assertThat(installation.restic("check --read-data")).contains("no errors were found");
        assertThat(Tree.describe(site.restored("after-the-prune"))).isEqualTo(before);
        assertThat(bucket.store.bucketFolder(BucketSite.BUCKET).resolve("shop/locks"))
                .satisfies(ObjectStorageIT::isEmpty);
    }

    @Test
    void whatResticBacksUpIntoOurBucketStaysAndWeGoOnAfterItsPrune() throws Exception {
        installation.restic("backup " + site.data);
        site.file("second", "second");
        Results.good(site.stillframe.run("backup"));
        installation.restic("forget --tag stillframe --keep-last 1 --prune");
        assertThat(site.restored("by-us").resolve("second")).hasContent("second");
        site.isWell(1);
        assertThat(installation.restic("snapshots")).contains("3 snapshots");
    }

    private Path byRestic(String target) throws Exception {
        Path below = installation.work.resolve(target);
        installation.restic("restore latest --tag stillframe --tag job=files --target " + below);
        return Installation.below(below, site.data);
    }

    private static void isEmpty(Path folder) {
        assertThat(folder.toFile().list()).isNullOrEmpty();
    }
}
