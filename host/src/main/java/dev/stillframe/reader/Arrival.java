// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.TreeSink;

/** What the walk hands to the copy. */
sealed interface Arrival {
    /** Where it stands in the order of paths. */
    SourcePath path();

    /** An entry without bytes, or a gap. */
    record Plain(Seen seen) implements Arrival {
        @Override
        public SourcePath path() {
            return seen.path();
        }
    }

    /** A regular file that is being read already. */
    record Opened(Seen.Entry entry, Reading reading) implements Arrival {
        @Override
        public SourcePath path() {
            return entry.path();
        }
    }

    /** A regular file whose bytes the sink has already. */
    record Known(Seen.Entry entry, TreeSink.Known bytes) implements Arrival {
        @Override
        public SourcePath path() {
            return entry.path();
        }
    }

    /** Another name of a file that came before. */
    record Linked(Seen.Entry entry, FileId id) implements Arrival {
        @Override
        public SourcePath path() {
            return entry.path();
        }
    }

    /** The end of the walk. */
    record End() implements Arrival {
        @Override
        public SourcePath path() {
            return SourcePath.root();
        }
    }
}
