// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.BackupImage;
import dev.stillframe.change.Base;
import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.TreeSink;
import java.util.Optional;

/** Reads images. Any thread. */
public final class ImageReader {
    private final SourceFiles files;
    private final ReadSettings settings;
    private final Clock clock;
    private final Events events;

    public ImageReader(SourceFiles files, ReadSettings settings, Clock clock, Events events) {
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
    }

    /** A copy of an image into a sink, which has not begun. */
    public ImageCopy copy(Image image, TreeSink sink) {
        return copy(image, sink, compare(image, sink, Optional.empty()));
    }

    /**
     * The same, but of page-structured files that the sink's parent has only what changed is read.
     *
     * @param comparing of the same image, or of one that has more components, and the same sink
     */
    public ImageCopy copy(Image image, TreeSink sink, Comparing comparing) {
        return new ImageCopy(files, settings, clock, events, image, sink, comparing);
    }

    /**
     * Compares an image with the one that a sink's parent was made of, file by file, when they are read.
     *
     * @param base the parent's image; empty if it is not there any more
     */
    public Comparing compare(Image image, TreeSink sink, Optional<Base> base) {
        PageStructure pages = new PageStructure(files, image.claims(), new Views(image.views()));
        return new Comparing(files, pages, sink, base);
    }

    /** What one application has in an image, late files laid over it. Close it before the views are released. */
    public OpenImage view(Image image, String application) {
        return new ViewedImage(files, image, application, Optional.empty());
    }

    /** The same, with what of it need not be judged again. */
    public OpenImage view(Image image, String application, Carry carry) {
        return new ViewedImage(files, image, application, Optional.of(carry));
    }

    /**
     * What one application has in what was stored, the late files of the image included: the image of a held
     * copy. Close it before the tree.
     */
    public OpenImage stored(StoredTree tree, Image image, String application) {
        return new StoredImage(tree, image, application);
    }

    /** An image with descriptors behind it. */
    public interface OpenImage extends BackupImage, AutoCloseable {
        /** Gives back what was opened. Files are not read any more. Never throws. */
        @Override
        void close();
    }
}
