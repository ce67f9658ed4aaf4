// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.clock.Clock;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Chooses how a regular file is read, by what it may do meanwhile, and begins to. */
final class Readings {
    /** How many blocks of a file are read before it is due. */
    private static final int AHEAD = 4;

    private final SourceContent.Means means;
    private final LeaseKeeper leases;
    private final Writers writers;
    private final Clock clock;
    private final Comparing comparing;

    Readings(SourceContent.Means means, LeaseKeeper leases, Writers writers, Clock clock, Comparing comparing) {
        this.means = means;
        this.leases = leases;
        this.writers = writers;
        this.clock = clock;
        this.comparing = comparing;
    }

    /** For the walk: through the open folder, and read ahead; waits for buffers. */
    Reading ahead(Seen.Entry entry) throws IOException, InterruptedException {
        SourceFile file = entry.opener().now();
        Reading reading;
        try {
            Node node = new Node(entry.path(), asOpened(entry, file));
            Optional<Comparing.Compared> compared = comparing.of(entry, file);
            if (compared.isPresent()) {
                long size = node.metadata().size();
                return new ChangedReading(
                        node, file, new ChangedContent(entry.path(), file, size, compared.get(), means.read()));
            }
            int whole = SourceContent.beginning(
                    node.metadata().size(), means.buffers().size(), Integer.MAX_VALUE);
            if (entry.motion() == ImageComponent.Motion.WATCHED && whole <= ReadSettings.HELD_BUFFERS) {
                return held(node, file, means.buffers().take(Math.max(1, whole)));
            }
            reading = streamed(entry, node, file);
        } catch (IOException | InterruptedException | RuntimeException e) {
            file.close();
            throw e;
        }
        try {
            SourceContent content = (SourceContent) reading.content();
            content.begin(means.buffers()
                    .take(SourceContent.beginning(
                            content.size(), means.buffers().size(), AHEAD)));
            return reading;
        } catch (IOException | InterruptedException | RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    /** For a file that is due: by its path, and without waiting for buffers. */
    Reading due(Seen.Entry entry) throws IOException {
        SourceFile file = entry.opener().later();
        try {
            return streamed(entry, new Node(entry.path(), asOpened(entry, file)), file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The bytes of a file that stays as it is until the cycle is over. */
    SourceContent still(SourcePath path, SourceFile file, long size) {
        return new SourceContent(path, file, size, false, means);
    }

    private Reading held(Node node, SourceFile file, List<ByteBuffer> parts) {
        HeldReading reading =
                new HeldReading(new SteadyFile(node, file, parts, means.buffers(), leases, writers, means.read()));
        try {
            means.pool().execute(reading.task());
        } catch (RejectedExecutionException e) {
            reading.close(); // the copy is over
        }
        return reading;
    }

    private Reading streamed(Seen.Entry entry, Node node, SourceFile file) throws IOException {
        if (entry.motion() == ImageComponent.Motion.WATCHED) {
            return watched(node, file);
        }
        boolean expected = entry.motion() == ImageComponent.Motion.EXPECTED;
        SourceContent content =
                new SourceContent(node.path(), file, node.metadata().size(), expected, means);
        return new StreamedReading(node, file, content, expected);
    }

    private Reading watched(Node node, SourceFile file) throws IOException {
        Instant began = clock.instant();
        SourceFile.LeaseAttempt attempt = file.lease();
        Optional<LeaseKeeper.Kept> lease = attempt instanceof SourceFile.LeaseAttempt.Granted granted
                ? Optional.of(leases.keep(granted.lease()))
                : Optional.empty();
        try {
            Stamp before = file.stamp();
            Node exact = new Node(node.path(), Restamped.of(node.metadata(), before, before.size()));
            boolean refused = attempt instanceof SourceFile.LeaseAttempt.Refused;
            return new WatchedReading(exact, file, before, began, lease, refused, writers, means);
        } catch (IOException e) {
            lease.ifPresent(LeaseKeeper.Kept::end);
            throw e;
        }
    }

    /** A live file may have been replaced or written since it was found; what is read is what was opened. */
    private static Metadata asOpened(Seen.Entry entry, SourceFile file) throws IOException {
        if (!entry.live()) {
            return entry.metadata();
        }
        Metadata found = entry.metadata();
        Stamp stamp = file.stamp();
        boolean same = stamp.equals(new Stamp(found.size(), found.modified(), found.changed()));
        return same ? found : file.metadata();
    }
}
