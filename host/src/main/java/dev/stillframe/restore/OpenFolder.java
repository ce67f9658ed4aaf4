// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A folder that is open because something is being written into it; left when nothing is any more. Any thread.
 *
 * @param metadata what it gets when it is left
 * @param left called once by whoever is the last
 */
record OpenFolder(
        SourcePath path,
        TargetFolder handle,
        Optional<Metadata> metadata,
        long device,
        AtomicInteger users,
        Consumer<OpenFolder> left) {
    /** One more writes into it. */
    OpenFolder use() {
        users.incrementAndGet();
        return this;
    }

    /** One less writes into it. */
    void done() {
        if (users.decrementAndGet() == 0) {
            left.accept(this);
        }
    }
}
