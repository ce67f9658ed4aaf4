// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Content;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which files are arrays of pages, as their writers say, and how large all files of a component are. Any thread. */
final class PageStructure {
    private final SourceFiles files;
    private final List<Claim> claims;
    private final Views views;

    PageStructure(SourceFiles files, List<Claim> claims, Views views) {
        this.files = files;
        this.claims = claims;
        this.views = views;
    }

    /** The structure of an entry that belongs to these; the first that names a page size decides. */
    Optional<Content.Pages> of(List<Claim> takers) {
        for (Claim taker : takers) {
            OptionalInt size = taker.source().files().pageSize();
            if (size.isPresent()) {
                ComponentKey key = taker.key();
                return Optional.of(new Content.Pages(key.toString(), size.getAsInt(), () -> bytes(key)));
            }
        }
        return Optional.empty();
    }

    /** Looks at every file of a component, and into none. */
    private long bytes(ComponentKey key) {
        List<Claim> own =
                claims.stream().filter(claim -> claim.key().equals(key)).toList();
        long bytes = 0;
        try (Walk walk = new Walk(files, own, views)) {
            for (Optional<Seen> seen = walk.next(); seen.isPresent(); seen = walk.next()) {
                if (seen.get() instanceof Seen.Entry entry
                        && entry.metadata().kind() == Metadata.Kind.FILE
                        && !entry.takers().isEmpty()) {
                    bytes += entry.metadata().size();
                }
            }
        }
        return bytes;
    }
}
