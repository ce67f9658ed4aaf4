// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.View;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Calls to a listing. Its entries come lazily, so each step of the stream is a call of its own. */
final class ListingInContext implements View.Listing {
    private final View.Listing listing;
    private final ContextLoader context;

    ListingInContext(View.Listing listing, ContextLoader context) {
        this.listing = listing;
        this.context = context;
    }

    @Override
    public SourcePath source() {
        ClassLoader before = context.enter();
        try {
            return listing.source();
        } finally {
            context.leave(before);
        }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the caller closes the stream, and with it the plugin's
    public Stream<View.Entry> entries() {
        Stream<View.Entry> entries;
        Spliterator<View.Entry> steps;
        ClassLoader before = context.enter();
        try {
            entries = listing.entries();
            steps = entries.spliterator();
        } finally {
            context.leave(before);
        }
        return StreamSupport.stream(new Steps(steps), false).onClose(() -> close(entries));
    }

    @Override
    public Optional<View.Entry> entry(SourcePath path) {
        ClassLoader before = context.enter();
        try {
            return listing.entry(path);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public List<SourcePath> vanished() {
        ClassLoader before = context.enter();
        try {
            return listing.vanished();
        } finally {
            context.leave(before);
        }
    }

    private void close(Stream<View.Entry> entries) {
        ClassLoader before = context.enter();
        try {
            entries.close();
        } finally {
            context.leave(before);
        }
    }

    /** One after the other, never split; what is done with an entry is not the plugin's and runs outside of its context. */
    private final class Steps implements Spliterator<View.Entry> {
        private final Spliterator<View.Entry> steps;
        private View.@Nullable Entry current;

        Steps(Spliterator<View.Entry> steps) {
            this.steps = steps;
        }

        @Override
        public boolean tryAdvance(Consumer<? super View.Entry> action) {
            current = null;
            ClassLoader before = context.enter();
            try {
                steps.tryAdvance(entry -> current = entry);
            } finally {
                context.leave(before);
            }
            if (current == null) {
                return false;
            }
            action.accept(current);
            return true;
        }

        @Override
        public @Nullable Spliterator<View.Entry> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public int characteristics() {
            return ORDERED | NONNULL;
        }
    }
}
