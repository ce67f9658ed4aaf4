// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.util.Optional;

/** A file of a snapshot of which only what changed is read. */
record ChangedReading(Node node, SourceFile file, ChangedContent content) implements Reading {
    @Override
    public Optional<Remark> after(TreeSink.Stored stored) {
        return Optional.empty();
    }

    @Override
    public void close() {
        file.close();
    }
}
