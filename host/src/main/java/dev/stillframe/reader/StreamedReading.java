// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.Optional;

/**
 * A file whose bytes pass through: of a snapshot, or of an application that recovers from what happens meanwhile.
 *
 * @param expected whether it may become shorter
 */
record StreamedReading(Node node, SourceFile file, SourceContent content, boolean expected) implements Reading {
    @Override
    public SourceContent content() {
        return content;
    }

    @Override
    public Optional<Remark> after(TreeSink.Stored stored) throws IOException {
        if (!expected) {
            return Optional.empty();
        }
        long now = file.stamp().size();
        Optional<Long> from = content.paddedFrom();
        if (from.isEmpty() && now >= content.size()) {
            return Optional.empty();
        }
        String how = from.isPresent() ? "zeros stand from byte " + from.get() : "all was read before";
        String detail = "became shorter while it was read: from " + content.size() + " to " + now + " bytes, " + how;
        return Optional.of(new Remark(node.path(), Remark.Kind.PADDED, detail));
    }

    @Override
    public void close() {
        content.close();
    }
}
