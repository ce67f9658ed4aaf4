// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All entries that claims take from views, in the order of their paths, each once; with the folders from {@code /} down
 * to each root, whose metadata comes from the running system where no view shows them.
 */
final class Walk implements EntryStream {
    /** A stream and the first of it that was not yet taken. */
    private static final class Head {
        private final EntryStream stream;
        private Optional<Seen> first;

        Head(EntryStream stream) {
            this.stream = stream;
            this.first = stream.next();
        }

        void advance() {
            first = stream.next();
        }

        Optional<SourcePath> path() {
            return first.map(Seen::path);
        }
    }

    private final List<Head> heads = new ArrayList<>();
    private Optional<Head> taken = Optional.empty();

    Walk(SourceFiles files, List<Claim> claims, Views views) {
        Position root = Position.root(claims);
        heads.add(new Head(new Ways(files, claims, views)));
        for (View view : views.shown()) {
            Position start = root.to(view.source());
            if (!start.isOut()) {
                heads.add(new Head(stream(files, view, start, views)));
            }
        }
    }

    private static EntryStream stream(SourceFiles files, View view, Position start, Views views) {
        if (view instanceof View.Mirror mirror) {
            return new MirrorStream(files, mirror, start, path -> views.of(path).orElseThrow() == view);
        }
        return new ListingStream(
                files, (View.Listing) view, start, path -> views.of(path).orElseThrow() == view);
    }

    @Override
    public Optional<Seen> next() {
        taken.ifPresent(Head::advance); // only now: until here its entry can be opened through its folder
        taken = heads.stream()
                .filter(head -> head.path().isPresent())
                .min(Comparator.comparing(head -> head.path().orElseThrow()));
        return taken.flatMap(head -> head.first);
    }

    @Override
    public void close() {
        heads.forEach(head -> head.stream.close());
    }

    /** The folders above the views. */
    private static final class Ways implements EntryStream {
        private final SourceFiles files;
        private final Iterator<SourcePath> paths;
        private final Iterator<Seen.Gap> unseen;

        Ways(SourceFiles files, List<Claim> claims, Views views) {
            this.files = files;
            TreeSet<SourcePath> above = new TreeSet<>();
            List<Seen.Gap> gaps = new ArrayList<>();
            for (Claim claim : claims) {
                if (views.of(claim.root()).isEmpty()) {
                    gaps.add(new Seen.Gap(claim.root(), Remark.Kind.MISSING, "no snapshot shows it", List.of(claim)));
                }
                Optional<SourcePath> folder = claim.root().parent();
                while (folder.isPresent()) {
                    if (views.of(folder.get()).isEmpty()) {
                        above.add(folder.get());
                    }
                    folder = folder.get().parent();
                }
            }
            paths = above.iterator();
            gaps.sort(Comparator.comparing(Seen.Gap::path));
            unseen = gaps.iterator();
        }

        @Override
        public Optional<Seen> next() {
            while (paths.hasNext()) {
                Optional<Seen> folder = folder(paths.next());
                if (folder.isPresent()) {
                    return folder;
                }
            }
            return unseen.hasNext() ? Optional.of(unseen.next()) : Optional.empty();
        }

        private Optional<Seen> folder(SourcePath path) {
            try {
                Seen.Opener none = new Seen.ByPath(files, path);
                return Optional.of(new Seen.Entry(path, files.metadata(path), List.of(), false, none));
            } catch (IOException e) {
                return Optional.empty(); // what lies below it is missed where it is looked for
            }
        }

        @Override
        public void close() {}
    }
}
