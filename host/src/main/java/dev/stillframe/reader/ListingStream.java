// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Goes through the entries that a provider noted at the instant, and picks what the claims take. */
final class ListingStream implements EntryStream {
    private final SourceFiles files;
    private final Predicate<SourcePath> mine;
    private final Stream<View.Entry> entries;
    private final Iterator<View.Entry> iterator;
    private final Deque<Position> way = new ArrayDeque<>();
    private final Deque<Seen> ready = new ArrayDeque<>();

    ListingStream(SourceFiles files, View.Listing view, Position start, Predicate<SourcePath> mine) {
        this.files = files;
        this.mine = mine;
        this.entries = view.entries();
        this.iterator = entries.iterator();
        way.push(start);
        for (SourcePath gone : view.vanished()) {
            vanished(start, gone);
        }
        if (view.entry(start.path()).isEmpty() && !start.isOut()) {
            ready.add(new Seen.Gap(start.path(), Remark.Kind.MISSING, "is not in the snapshot", start.concerned()));
        }
    }

    @Override
    public Optional<Seen> next() {
        while (ready.isEmpty()) {
            if (!iterator.hasNext()) {
                return Optional.empty();
            }
            look(iterator.next());
        }
        return Optional.of(ready.remove());
    }

    private void vanished(Position start, SourcePath gone) {
        if (gone.startsWith(start.path()) && mine.test(gone)) {
            List<Claim> concerned = start.to(gone).concerned();
            String detail = "vanished after its folder was listed";
            ready.add(new Seen.Gap(gone, Remark.Kind.VANISHED, detail, concerned));
        }
    }

    private void look(View.Entry entry) {
        SourcePath path = entry.path();
        while (way.size() > 1 && !path.startsWith(way.getFirst().path())) {
            way.pop();
        }
        if (!path.startsWith(way.getFirst().path()) || !mine.test(path)) {
            return;
        }
        Position position = way.getFirst().to(path);
        if (position.isOut()) {
            return;
        }
        if (entry.metadata().kind() == Metadata.Kind.FOLDER
                && !path.equals(way.getFirst().path())) {
            way.push(position);
        }
        List<Claim> takers = position.takers();
        if (entry.metadata().kind() == Metadata.Kind.FILE && entry.content().isEmpty()) {
            ready.add(new Seen.Gap(path, Remark.Kind.MISSING, "the snapshot has no content for it", takers));
        } else {
            Seen.Opener opener = new Seen.ByPath(files, entry.content().orElse(path));
            ready.add(new Seen.Entry(path, entry.metadata(), takers, false, opener));
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
