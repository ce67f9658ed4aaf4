// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.DataPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A database whose files were found on this machine.
 *
 * @param paths where each of its files really lies, with no link on the way
 * @param holder the component of the VSS writer that holds it still; empty if a session suspends it
 */
public record Located(Database database, Map<DatabaseFile, SourcePath> paths, Optional<NativeComponent> holder) {
    public Located {
        paths = Map.copyOf(paths);
    }

    /**
     * Looks for the files.
     *
     * @throws WriterException {@code sqlserver.file-unseen} if one of them is not there: the instance runs elsewhere, or
     *     in a container that sees other folders
     */
    public static Located of(Database database) throws WriterException {
        Map<DatabaseFile, SourcePath> paths = new LinkedHashMap<>();
        for (DatabaseFile file : database.files()) {
            try {
                paths.put(file, SourcePath.of(Path.of(file.path()).toRealPath().toString()));
            } catch (IOException | IllegalArgumentException e) {
                throw new WriterException(
                        "sqlserver.file-unseen",
                        "the file " + file.path() + " of database " + database.name() + " cannot be seen here: " + e,
                        Retry.DOES_NOT_HELP,
                        "Stillframe must run on the instance's machine, see the same paths, and may read them",
                        e);
            }
        }
        return new Located(database, paths, Optional.empty());
    }

    public SourcePath path(DatabaseFile file) {
        SourcePath path = paths.get(file);
        if (path == null) {
            throw new IllegalArgumentException(file + " is not of " + database.name());
        }
        return path;
    }

    /** Where the primary data file lies. */
    public SourcePath primary() {
        return database.files().stream()
                .filter(file -> file.id() == 1)
                .findFirst()
                .map(this::path)
                .orElseThrow();
    }

    /** The data files and log files. */
    public List<SourcePath> checkable() {
        return database.files().stream()
                .filter(file -> file.kind() != DatabaseFile.Kind.CONTAINER)
                .map(this::path)
                .toList();
    }

    /** The folders of FILESTREAM data and memory-optimised tables. */
    public List<SourcePath> containers() {
        return database.files().stream()
                .filter(file -> file.kind() == DatabaseFile.Kind.CONTAINER)
                .map(this::path)
                .toList();
    }

    /** The component that this database is: suspended or held by the VSS writer, so nothing is written to its files. */
    public Component component() {
        if (holder.isPresent()) {
            return new Component(id(), holder.get().files(), holder.get().component(), Facts.of(this));
        }
        List<FileSet> sets = new ArrayList<>();
        for (DatabaseFile file : database.files()) {
            OptionalInt pages =
                    file.kind() == DatabaseFile.Kind.ROWS ? OptionalInt.of(DataPage.SIZE) : OptionalInt.empty();
            sets.add(new FileSet(path(file), List.of(), List.of(), EnumSet.allOf(Grain.class), pages));
        }
        return new Component(id(), sets, new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END), Facts.of(this));
    }

    public ComponentId id() {
        return ComponentName.of(database.name());
    }
}
