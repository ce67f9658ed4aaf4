// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/** The entries of an archive, by its manifest. A damaged line found on the way is an {@link UncheckedIOException}. */
final class ArchiveTree implements StoredTree {
    private static final int MAX_LINKS = 8;

    private final NavigableMap<SourcePath, Long> index;
    private final ManifestLines lines;
    private final PlainSource source;

    /** Takes the lines and the source over: closes them. */
    ArchiveTree(NavigableMap<SourcePath, Long> index, ManifestLines lines, PlainSource source) {
        this.index = index;
        this.lines = lines;
        this.source = source;
    }

    @Override
    public Stream<Item> items() {
        return entries().map(ArchiveEntry::item);
    }

    Stream<ArchiveEntry> entries() {
        return index.values().stream().map(this::entry);
    }

    private ArchiveEntry entry(long line) {
        try {
            return lines.entry(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stream of entries failed with. */
    static IOException unwrapped(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? new IOException(e) : cause;
    }

    @Override
    public Optional<Item> item(SourcePath path) throws IOException {
        Long line = index.get(path);
        return line == null ? Optional.empty() : Optional.of(lines.entry(line).item());
    }

    @Override
    public Content open(Item item) throws IOException {
        SourcePath path = item.node().path();
        for (int i = 0; i < MAX_LINKS; i++) {
            Long line = index.get(path);
            if (line == null) {
                throw new DamagedException(path + ": is not in the backup", null);
            }
            ArchiveEntry entry = lines.entry(line);
            Optional<SourcePath> first = entry.item().hardLinkTo();
            if (first.isEmpty()) {
                return open(entry);
            }
            path = first.get();
        }
        throw new DamagedException(item.node().path() + ": its hard link leads in circles", null);
    }

    Content open(ArchiveEntry entry) throws IOException {
        long size = entry.item().node().metadata().size();
        if (entry.item().sha256().isEmpty()) {
            throw new IOException(entry.item().node().path() + ": is not a regular file");
        }
        ArchiveEntry.Placement placement = entry.placement();
        boolean packed = source.leavesHolesOut();
        long stored = packed ? Extents.stored(placement.extents()) : size;
        if (stored != size) {
            SparseMap.check(source, placement, entry.item().node().path(), size);
        }
        return new StoredContent(size, placement.extents(), packed, source.open(placement, stored));
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            source.close();
        }
    }
}
