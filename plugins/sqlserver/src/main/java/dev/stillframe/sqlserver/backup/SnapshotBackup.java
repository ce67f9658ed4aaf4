// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Facts;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.database.PathText;
import dev.stillframe.sqlserver.server.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One backup of some databases, from the sessions to the metadata file. {@link #abort} may be called from any thread;
 * everything else from one at a time.
 */
public final class SnapshotBackup implements AutoCloseable {
    private final List<Located> databases;
    private final Cycle cycle;
    private final Path metadata;
    private final Suspension suspension;
    private boolean recorded;

    /**
     * Does nothing yet.
     *
     * @param folder where the instance writes the metadata, and this process reads it
     * @param server whether these are all user databases of the instance, and it is suspended as a whole
     * @param copy whether the differential base stays what it is
     */
    public SnapshotBackup(
            Sessions sessions, List<Located> databases, boolean server, Path folder, boolean copy, Cycle cycle) {
        this.databases = List.copyOf(databases);
        this.cycle = cycle;
        this.metadata = folder.resolve("stillframe-" + cycle.id() + ".bkm");
        List<String> names =
                databases.stream().map(each -> each.database().name()).toList();
        this.suspension = new Suspension(sessions, new Scope(names, server), copy);
    }

    /** Opens the sessions. */
    public void prepare(Deadline deadline) throws WriterException {
        Path folder = metadata.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WriterException(
                    "sqlserver.metadata-directory",
                    "the folder " + folder + " for the backup's metadata cannot be seen here",
                    Retry.DOES_NOT_HELP,
                    "name one with metadata-directory that the instance may write and Stillframe may read");
        }
        suspension.open(deadline);
    }

    /** Suspends the databases. Their hold ends with this process, should all else fail. */
    public void freeze(Deadline deadline) throws WriterException {
        cycle.guard().arm(new ThawAction.EndWriterProcess());
        suspension.suspend(deadline);
    }

    /** Proves the hold and ends it. */
    public Thaw thaw(Deadline deadline) throws WriterException {
        Thaw thaw = suspension.release(metadata.toString(), cycle.id(), deadline);
        recorded = thaw instanceof Thaw.Held;
        return thaw;
    }

    /** The metadata, beside each database's primary data file: where a restore puts both, the instance may read both. */
    public Gathered gather() throws WriterException {
        if (!recorded) {
            return Gathered.nothing();
        }
        if (!Files.isReadable(metadata)) {
            throw new WriterException(
                    "sqlserver.metadata-unread",
                    "the instance wrote " + metadata + ", which cannot be read here",
                    Retry.DOES_NOT_HELP,
                    "let the account that runs Stillframe read the folder");
        }
        List<LateFile> files = new ArrayList<>();
        Map<ComponentId, Map<String, String>> facts = new HashMap<>();
        for (Located located : databases) {
            SourcePath place = place(located.primary());
            files.add(new LateFile(
                    located.id(),
                    new LateFile.Place.At(place, Optional.of(located.primary())),
                    new LateFile.CopyOf(SourcePath.of(metadata.toString()))));
            facts.put(located.id(), Map.of(Facts.METADATA, PathText.of(place)));
        }
        return new Gathered(files, facts);
    }

    /** Ends the hold now and for ever. */
    public void abort() {
        suspension.abort();
    }

    /** Ends the sessions and removes the metadata, which is stored or of no use. */
    @Override
    public void close() {
        suspension.close();
        try {
            Files.deleteIfExists(metadata);
        } catch (IOException e) {
            // the instance's folder keeps a small file more; the backup does not depend on it
        }
    }

    private static SourcePath place(SourcePath primary) {
        byte[] name = primary.name();
        byte[] suffix = ".bkm".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(name, name.length + suffix.length);
        System.arraycopy(suffix, 0, whole, name.length, suffix.length);
        return primary.parent().orElse(SourcePath.root()).child(whole);
    }
}
