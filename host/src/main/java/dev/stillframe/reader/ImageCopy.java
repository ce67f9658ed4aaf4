// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.List;

/**
 * One copy of an image into a sink: {@link #walk} once, {@link #add} where late files come after the copy, then {@link
 * #report}. One thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class ImageCopy {
    ImageCopy(SourceFiles files, ReadSettings settings, Clock clock, Events events, Image image, TreeSink sink) {}

    /**
     * Puts every entry of the image and the late files that it knows, in the order of their paths. What cannot be read
     * is left out and named in the report; it stops nothing.
     *
     * @throws IOException if the sink could not store an entry: the copy is over
     * @throws InterruptedException if the thread was interrupted; nothing is read any more
     */
    public void walk() throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Puts late files that came after the copy, and the folders that they need. */
    public void add(List<Late> late) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** What was read so far. */
    public ReadReport report() {
        throw new UnsupportedOperationException();
    }
}
