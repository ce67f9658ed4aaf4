// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import dev.stillframe.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;

/** A folder of files that is backed up into a bucket of a real object store, and was once. */
final class BucketSite implements AutoCloseable {
    static final String BUCKET = "backups";

    final ObjectStore store;
    final FilesSite site;

    private BucketSite(ObjectStore store, FilesSite site) {
        this.store = store;
        this.site = site;
    }

    /**
     * Makes one.
     *
     * @param more keys of {@code repository}, each with a comma before it
     * @param job more lines of the job
     */
    static BucketSite make(String more, String job) throws IOException {
        Installation installation = new Installation("plain");
        try {
            ObjectStore store = ObjectStore.start(Files.createDirectory(installation.work.resolve("buckets")));
            installation.closing(store);
            FilesSite site = FilesSite.in(installation.inBucket(store, BUCKET, more), job);
            site.file("first", "first");
            Results.good(site.stillframe.run("backup"));
            return new BucketSite(store, site);
        } catch (IOException | RuntimeException | AssertionError e) {
            installation.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
