// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.Optional;

/** One regular file on its way from the source to the sink. */
interface Reading extends AutoCloseable {
    /** What is to be stored: waits until that is known. */
    Content content() throws IOException, InterruptedException;

    /** As it was when {@link #content} was fixed. */
    Node node();

    /** What has to be said after it was stored. */
    Optional<Remark> after(TreeSink.Stored stored) throws IOException;

    /** Gives back everything. May be called twice. */
    @Override
    void close();
}
