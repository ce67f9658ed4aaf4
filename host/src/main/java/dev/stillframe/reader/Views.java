// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which view shows a path. Snapshots come before live files, because a component that was promised one instant must not
 * get files of another; then the view that begins deepest, because a snapshot does not show the volumes nested in it.
 */
final class Views {
    private final List<View> byPrecedence;

    Views(List<View> views) {
        Comparator<View> deepest =
                Comparator.comparing((View v) -> v.source().names().size()).reversed();
        byPrecedence = views.stream()
                .distinct()
                .sorted(Comparator.comparing(Views::isLive).thenComparing(deepest))
                .toList();
    }

    Optional<View> of(SourcePath path) {
        return byPrecedence.stream().filter(v -> path.startsWith(v.source())).findFirst();
    }

    /** What an entry is in the image; where no view shows it, on the running system. */
    Metadata metadata(SourceFiles files, SourcePath path) throws IOException {
        Optional<View> view = of(path);
        if (view.isPresent() && view.get() instanceof View.Listing listing) {
            return listing.entry(path)
                    .map(View.Entry::metadata)
                    .orElseThrow(() -> new NoSuchFileException(path.toString()));
        }
        boolean mirrored = view.isPresent() && view.get() instanceof View.Mirror;
        return files.metadata(mirrored ? path.moved(view.get().source(), ((View.Mirror) view.get()).at()) : path);
    }

    /** The views that show anything at all. */
    List<View> shown() {
        return byPrecedence.stream()
                .filter(v -> of(v.source()).filter(chosen -> chosen == v).isPresent())
                .toList();
    }

    static boolean isLive(View view) {
        return view instanceof View.Mirror mirror && mirror.at().equals(mirror.source());
    }
}
