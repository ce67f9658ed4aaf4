// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Whether the sizes of a repository's packs and memory make sense, alone and together. */
final class RepositoryLimits {
    private static final long MIB = 1 << 20;

    /** restic's own limits; what is larger takes long to pack again, what is smaller makes too many files. */
    private static final long SMALLEST_PACK = 4 * MIB;

    private static final long LARGEST_PACK = 128 * MIB;

    /** Two units of memory that chunks lie in, see {@code DraftSettings}. */
    private static final long LEAST_CONTENTS = 32 * MIB;

    private final Document document;
    private final Findings findings;
    private final JsonNode properties;

    /** @param schema knows the defaults */
    RepositoryLimits(Document document, Findings findings, JsonNode schema) {
        this.document = document;
        this.findings = findings;
        this.properties = schema.at("/$defs/repository/properties");
    }

    /**
     * How much memory packs of a size need at the least: half of it is for contents, and half for one pack of trees and one
     * of data in the making, and one that is being stored.
     */
    static long leastMemory(long packSize) {
        long packs = 3 * packInMemory(packSize);
        return 2 * Math.max(packs, LEAST_CONTENTS);
    }

    /** A pack may end a chunk later than it is full, and has a header. */
    static long packInMemory(long packSize) {
        return packSize + packSize / 8 + MIB;
    }

    void run() {
        Pointer repository = Pointer.ROOT.child("repository");
        check(repository);
        Pointer jobs = Pointer.ROOT.child("jobs");
        document.root()
                .path("jobs")
                .forEachEntry((name, job) -> check(jobs.child(name).child("repository")));
    }

    private void check(Pointer repository) {
        JsonNode node = document.root().at(repository.text());
        String standard = properties.at("/pack-size/default").asString("");
        OptionalLong pack = ByteSize.parse(node.path("pack-size").asString(standard));
        if (pack.isPresent() && (pack.getAsLong() < SMALLEST_PACK || pack.getAsLong() > LARGEST_PACK)) {
            Pointer at = repository.child("pack-size");
            findings.add(
                    "value",
                    document.value(at),
                    at,
                    "must be 4MiB to 128MiB",
                    "16MiB suits most; 64MiB far-away storage");
            return;
        }
        OptionalLong memory = ByteSize.parse(node.path("memory").asString(""));
        if (pack.isPresent() && memory.isPresent() && memory.getAsLong() < leastMemory(pack.getAsLong())) {
            Pointer at = repository.child("memory");
            findings.add(
                    "value",
                    document.value(at),
                    at,
                    "is not enough for packs of " + ByteSize.text(pack.getAsLong()),
                    "at least " + ByteSize.text(leastMemory(pack.getAsLong())) + ", or a smaller pack-size");
        }
    }
}
