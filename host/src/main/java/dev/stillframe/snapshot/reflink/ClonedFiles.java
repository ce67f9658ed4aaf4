// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.View;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file set as it was cloned. Constant; any thread. */
@SuppressWarnings("ArrayRecordComponent") // private to this class, and never compared
record ClonedFiles(SourcePath source, View.Entry[] sorted, List<SourcePath> vanished) implements View.Listing {
    private static final Comparator<View.Entry> BY_PATH = Comparator.comparing(View.Entry::path);

    static ClonedFiles of(SourcePath source, Collection<View.Entry> entries, Collection<SourcePath> vanished) {
        View.Entry[] sorted = entries.toArray(View.Entry[]::new);
        Arrays.sort(sorted, BY_PATH);
        return new ClonedFiles(source, sorted, vanished.stream().sorted().toList());
    }

    @Override
    public Stream<View.Entry> entries() {
        return Arrays.stream(sorted);
    }

    @Override
    public Optional<View.Entry> entry(SourcePath path) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = sorted[middle].path().compareTo(path);
            if (order == 0) {
                return Optional.of(sorted[middle]);
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return Optional.empty();
    }
}
