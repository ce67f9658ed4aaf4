// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A large live file: its bytes pass through once, and afterwards it is made sure that they were the same all the time. By
 * a lease that held; else by the stamp, and by a second reading wherever the stamp proves nothing: somebody has the file
 * open for writing, or cannot be seen, or it was written so shortly before that a coarse clock may have hidden more.
 */
final class WatchedReading implements Reading {
    private static final Duration COARSEST_CLOCK = Duration.ofSeconds(1);

    private final Node node;
    private final SourceFile file;
    private final SourceContent content;
    private final Stamp before;
    private final Instant began;
    private final Optional<LeaseKeeper.Kept> lease;
    private final boolean refused;
    private final Writers writers;
    private final LongAdder read;

    WatchedReading(
            Node node,
            SourceFile file,
            Stamp before,
            Instant began,
            Optional<LeaseKeeper.Kept> lease,
            boolean refused,
            Writers writers,
            SourceContent.Means means) {
        this.node = node;
        this.file = file;
        this.content = new SourceContent(node.path(), file, before.size(), false, means);
        this.before = before;
        this.began = began;
        this.lease = lease;
        this.refused = refused;
        this.writers = writers;
        this.read = means.read();
    }

    @Override
    public SourceContent content() {
        return content;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Optional<Remark> after(TreeSink.Stored stored) throws IOException {
        Stamp after = file.stamp();
        boolean held = lease.isPresent() && lease.get().end();
        if (after.size() != before.size()) {
            return Optional.of(changed("its size went from " + before.size() + " to " + after.size() + " bytes"));
        }
        if (held && after.equals(before)) {
            return Optional.empty();
        }
        boolean doubtful = !after.equals(before)
                || refused
                || before.changed().plus(COARSEST_CLOCK).isAfter(began)
                || writers.mayBe(node.path());
        if (doubtful && !stored.isSame(new Rereading(file, before.size(), read))) {
            return Optional.of(changed("a second reading gave other bytes"));
        }
        return Optional.empty();
    }

    private Remark changed(String how) {
        return new Remark(node.path(), Remark.Kind.CHANGED, how + writers.described(node.path()));
    }

    @Override
    public void close() {
        lease.ifPresent(LeaseKeeper.Kept::end);
        content.close();
    }
}
