// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Copies the files of one folder, and says that it is a snapshot. Offers itself for folders that have a file {@value
 * #KEPT} or {@value #LOST} in them: with the latter the snapshot turns out to be lost when it was read.
 */
public final class LosingProvider implements SnapshotProvider {
    static final String KEPT = "snapshot-is-kept";
    static final String LOST = "snapshot-is-lost";

    @Override
    public String id() {
        return "losing";
    }

    @Override
    public Offers offer(List<Source> sources) {
        List<Offers.Offer> offers = sources.stream()
                .filter(source -> Files.exists(folder(source).resolve(KEPT))
                        || Files.exists(folder(source).resolve(LOST)))
                .map(source -> new Offers.Offer(List.of(source), Grain.ATOMIC, Optional.empty(), List.of()))
                .toList();
        return new Offers(offers, List.of());
    }

    private static Path folder(Source source) {
        return Path.of(source.files().root().toString());
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) {
        Source source = request.sources().get(0);
        Path copy = Path.of(folder(source) + ".copy");
        OwnedSnapshot owned = new OwnedSnapshot(
                id(), SourcePath.of(copy.toString()), request.owner(), request.cycle(), request.deadline());
        return new Copy(folder(source), copy, owned);
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
        return List.of();
    }

    @Override
    public void release(OwnedSnapshot snapshot) {
        // nothing is left by a host that lives to its end
    }

    private record Copy(Path folder, Path copy, OwnedSnapshot owned) implements SnapshotSet {
        @Override
        public void prepare(Deadline deadline) {}

        @Override
        public Taken take(Deadline deadline) throws SnapshotException {
            Instant begun = Instant.now();
            try {
                Files.createDirectory(copy);
                for (Path file : files(folder)) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            } catch (IOException e) {
                throw failed("copy", e);
            }
            SourcePath root = SourcePath.of(folder.toString());
            View view = new View.Mirror(root, owned.place());
            return new Taken(List.of(view), begun, Instant.now(), List.of(owned));
        }

        @Override
        public void confirm(Deadline deadline) throws SnapshotException {
            if (Files.exists(folder.resolve(LOST))) {
                throw new SnapshotException(
                        "misbehaving.lost", "the room of " + copy + " ran out while it was read", Retry.UNKNOWN, "");
            }
        }

        @Override
        public void abort() {
            try {
                close();
            } catch (SnapshotException e) {
                return; // close is called again
            }
        }

        @Override
        public void close() throws SnapshotException {
            try {
                if (Files.exists(copy)) {
                    for (Path file : files(copy)) {
                        Files.delete(file);
                    }
                    Files.delete(copy);
                }
            } catch (IOException e) {
                throw failed("close", e);
            }
        }

        private static List<Path> files(Path folder) throws IOException {
            try (var entries = Files.list(folder)) {
                return entries.toList();
            }
        }

        private static SnapshotException failed(String word, IOException e) {
            return new SnapshotException("misbehaving." + word, String.valueOf(e.getMessage()), Retry.UNKNOWN, "", e);
        }
    }
}
