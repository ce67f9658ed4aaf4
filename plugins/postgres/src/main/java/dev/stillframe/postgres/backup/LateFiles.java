// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.cluster.LocalPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What joins the image. Where the files were not taken at one instant, the label, the map of tablespaces and the WAL go
 * where a starting server looks for them, and it recovers to the stop point. Where they were, they go beside: the server
 * then comes up by crash recovery exactly at the instant, and they serve a recovery to a later point.
 */
final class LateFiles {
    private final Cluster cluster;
    private final ComponentId component;
    private final Grain grain;
    private final List<LateFile> files = new ArrayList<>();

    LateFiles(Cluster cluster, ComponentId component, Grain grain) {
        this.cluster = cluster;
        this.component = component;
        this.grain = grain;
    }

    /**
     * A file of {@code pg_wal}.
     *
     * @param file where it belongs
     * @param readAt where it can be read: there, or a copy
     */
    record Wal(Path file, Path readAt) {
        static Wal inPlace(Path file) {
            return new Wal(file, file);
        }
    }

    List<LateFile> of(Stopped stopped, List<Wal> wal) throws WriterException {
        beginning("backup_label", stopped.labelFile());
        if (!stopped.tablespaceMap().isEmpty()) {
            beginning("tablespace_map", stopped.tablespaceMap());
        }
        for (Wal each : wal) {
            Optional<SourcePath> like = each.readAt().equals(each.file())
                    ? Optional.empty()
                    : Optional.of(LocalPath.source(cluster.data())); // the segment may be gone by then
            LateFile.Content content = new LateFile.CopyOf(LocalPath.source(each.readAt()));
            add(each.file(), "pg_wal/" + each.file().getFileName(), content, like);
        }
        for (Cluster.OutsideFile file : cluster.outside()) {
            // read at once: an administrator may edit it while the host copies
            LateFile.Place place =
                    new LateFile.Place.At(LocalPath.source(file.named()), Optional.of(LocalPath.source(file.real())));
            files.add(new LateFile(component, place, new LateFile.Bytes(read(file.real()))));
        }
        return files;
    }

    private void beginning(String name, String content) {
        LateFile.Content bytes = new LateFile.Bytes(content.getBytes(StandardCharsets.UTF_8));
        add(cluster.data().resolve(name), name, bytes, Optional.of(LocalPath.source(cluster.data())));
    }

    private void add(Path at, String beside, LateFile.Content content, Optional<SourcePath> like) {
        LateFile.Place place = grain == Grain.ATOMIC
                ? new LateFile.Place.Beside(beside)
                : new LateFile.Place.At(LocalPath.source(at), like);
        files.add(new LateFile(component, place, content));
    }

    private static byte[] read(Path file) throws WriterException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WriterException(
                    "postgres.not-readable",
                    "cannot read the server's configuration file " + file + ": "
                            + e.getClass().getSimpleName(),
                    Retry.UNKNOWN,
                    "",
                    e);
        }
    }
}
