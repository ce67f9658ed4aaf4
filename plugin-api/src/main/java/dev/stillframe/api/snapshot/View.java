// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.SourcePath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a part of the source can be read as it was at the instant. */
public sealed interface View {
    /** The folder or file of the source that this view shows, with everything below it. */
    SourcePath source();

    /**
     * A tree of the same shape, whose own metadata is the source's: a snapshot of a filesystem, or the live files.
     *
     * @param at where it can be read
     */
    record Mirror(SourcePath source, SourcePath at) implements View {}

    /** A list of entries whose metadata was noted at the instant and whose contents lie elsewhere: clones of files. */
    non-sealed interface Listing extends View {
        /** All entries in the order of their paths. Close the stream. */
        Stream<Entry> entries();

        /** One entry by its path. */
        Optional<Entry> entry(SourcePath path);

        /** What was there when its folder was listed and gone before it could be noted, in order. */
        default List<SourcePath> vanished() {
            return List.of();
        }
    }

    /**
     * An entry of a listing.
     *
     * @param content where the bytes of a regular file can be read; empty for everything else
     */
    record Entry(SourcePath path, Metadata metadata, Optional<SourcePath> content) {}
}
