// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where entries go. Pulls the ranges it wants from a content, in the order and with the parallelism that suit it.
 *
 * <p>Thread: as the implementation says. Parents come before their children. An entry that is put again replaces the
 * earlier one of that path.
 */
public interface TreeSink {
    /** Stores an entry that has no content of its own. */
    void put(Node node) throws IOException;

    /**
     * Stores a regular file. If the content fails, the entry is left out or marked incomplete, never silently short,
     * and the sink stays usable. The content is not used any more when this returns.
     *
     * @throws SourceException if the content could not be read
     * @throws IOException if it could not be stored: the whole backup fails
     */
    Stored put(Node node, Content content) throws IOException;

    /** Stores another name of a file that was put before. */
    void link(Node node, Node first) throws IOException;

    /**
     * Whether an earlier backup has the bytes of this very file, so that nobody has to read them. Asked before the file is
     * opened, by any thread, also while another one puts; the answer stays true until the sink is closed.
     *
     * <p>Ask only with metadata that came from the source itself.
     */
    default Optional<Known> known(Node node) throws IOException {
        return Optional.empty();
    }

    /**
     * Stores a regular file whose bytes are known, under the metadata that it has now.
     *
     * @param known what {@link #known} answered for the file
     */
    default void put(Node node, Known known) throws IOException {
        throw new IllegalArgumentException(node.path() + ": this sink knows no bytes");
    }

    /**
     * Whether the parent backup has the bytes that a file had in this state, cut so that those of unchanged ranges can be
     * taken over: then a content may have such ranges, see {@link Content#since}. Asked by any thread; the answer stays
     * true until the sink is closed.
     *
     * @return how long the pieces are that it is cut into, from its beginning: those that lie wholly in unchanged ranges
     *     are taken over, the file's last one too where it is shorter. Empty if nothing can be
     */
    default OptionalInt carries(SourcePath path, FileVersion then, Content.Pages pages) throws IOException {
        return OptionalInt.empty();
    }

    /** The bytes of a file that an earlier backup has; only the sink that gave it knows more. */
    interface Known {}

    /** What became of a file. To be asked while the sink is open. */
    interface Stored {
        /** How many bytes were stored. */
        long size();

        /**
         * Whether another reading gives the bytes that were stored. Reads it from front to back; waits until storing is
         * done.
         */
        boolean isSame(Content again) throws IOException;

        /** A file of which the digest is known. */
        static Stored of(Sha256 sha256, long size) {
            return new Digested(sha256, size);
        }
    }

    /**
     * A stored file.
     *
     * @param sha256 of all its bytes
     */
    record Digested(Sha256 sha256, long size) implements Stored {
        @Override
        public boolean isSame(Content again) throws IOException {
            return sha256.equals(Sha256.ofContent(again));
        }
    }
}
