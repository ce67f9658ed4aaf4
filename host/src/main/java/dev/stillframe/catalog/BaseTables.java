// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.FileVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code base}, {@code base_file} and {@code distrust}. */
final class BaseTables {
    private final CatalogFile file;

    BaseTables(CatalogFile file) {
        this.file = file;
    }

    void replace(String job, List<KeptBase> bases) throws StillframeException {
        file.write(handle -> {
            handle.execute("DELETE FROM base WHERE job = ?", job);
            bases.forEach(base -> insert(handle, base));
            return bases.size();
        });
    }

    private static void insert(Handle handle, KeptBase base) {
        KeptBase.Identity identity = base.identity();
        boolean subvolume = identity instanceof KeptBase.Subvolume;
        handle.createUpdate("INSERT INTO base (place, job, backup, source, kept, uuid, parent, number)"
                        + " VALUES (:place, :job, :backup, :source, :kept, :uuid, :parent, :number)")
                .bind("place", base.place().bytes())
                .bind("job", base.job())
                .bind("backup", base.backup())
                .bind("source", base.source().bytes())
                .bind("kept", Nanos.of(base.kept()))
                .bind("uuid", subvolume ? ((KeptBase.Subvolume) identity).uuid().toString() : "")
                .bind(
                        "parent",
                        subvolume ? ((KeptBase.Subvolume) identity).parent().toString() : "")
                .bind(
                        "number",
                        subvolume ? ((KeptBase.Subvolume) identity).made() : ((KeptBase.Clones) identity).inode())
                .execute();
        if (identity instanceof KeptBase.Clones clones && !clones.files().isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO base_file"
                    + " (base, path, inode, size, modified, changed, place, kept_inode, kept_size, kept_modified,"
                    + " kept_changed) VALUES (:base, :path, :inode, :size, :modified, :changed, :place, :keptInode,"
                    + " :keptSize, :keptModified, :keptChanged)");
            for (Base.File one : clones.files()) {
                batch.bind("base", base.place().bytes())
                        .bind("path", one.path().bytes())
                        .bind("inode", one.source().inode())
                        .bind("size", one.source().size())
                        .bind("modified", one.source().modified().toString())
                        .bind("changed", one.source().changed().toString())
                        .bind("place", one.place().bytes())
                        .bind("keptInode", one.kept().inode())
                        .bind("keptSize", one.kept().size())
                        .bind("keptModified", one.kept().modified().toString())
                        .bind("keptChanged", one.kept().changed().toString())
                        .add();
            }
            batch.execute();
        }
    }

    List<KeptBase> all() throws StillframeException {
        try {
            return file.read(handle -> {
                List<KeptBase> bases = new ArrayList<>();
                handle.createQuery("SELECT place, job, backup, source, kept, uuid, parent, number FROM base"
                                + " ORDER BY job, place")
                        .map((row, context) -> base(handle, row))
                        .forEach(bases::add);
                return bases;
            });
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw file.errors().damaged("a base that was kept cannot be read", e);
        }
    }

    private static KeptBase base(Handle handle, ResultSet row) throws SQLException {
        byte[] place = row.getBytes("place");
        String uuid = row.getString("uuid");
        KeptBase.Identity identity = uuid.isEmpty()
                ? new KeptBase.Clones(row.getLong("number"), files(handle, place))
                : new KeptBase.Subvolume(
                        UUID.fromString(uuid), UUID.fromString(row.getString("parent")), row.getLong("number"));
        return new KeptBase(
                row.getString("job"),
                row.getString("backup"),
                SourcePath.of(row.getBytes("source")),
                SourcePath.of(place),
                Nanos.instant(row.getLong("kept")),
                identity);
    }

    private static List<Base.File> files(Handle handle, byte[] base) {
        return handle.createQuery("SELECT * FROM base_file WHERE base = :base ORDER BY path")
                .bind("base", base)
                .map((row, context) -> new Base.File(
                        SourcePath.of(row.getBytes("path")),
                        version(row, ""),
                        SourcePath.of(row.getBytes("place")),
                        version(row, "kept_")))
                .list();
    }

    private static FileVersion version(ResultSet row, String prefix) throws SQLException {
        return new FileVersion(
                row.getLong(prefix + "inode"),
                row.getLong(prefix + "size"),
                java.time.Instant.parse(row.getString(prefix + "modified")),
                java.time.Instant.parse(row.getString(prefix + "changed")));
    }

    void forget(SourcePath place) throws StillframeException {
        file.write(handle -> handle.execute("DELETE FROM base WHERE place = ?", (Object) place.bytes()));
    }

    void distrust(String job, String reason) throws StillframeException {
        file.write(handle -> {
            handle.execute("DELETE FROM base WHERE job = ?", job);
            return handle.execute("INSERT OR REPLACE INTO distrust (job, reason) VALUES (?, ?)", job, reason);
        });
    }

    Optional<String> distrusted(String job) throws StillframeException {
        return file.read(handle -> handle.createQuery("SELECT reason FROM distrust WHERE job = :job")
                .bind("job", job)
                .mapTo(String.class)
                .findOne());
    }

    void trust(String job) throws StillframeException {
        file.write(handle -> handle.execute("DELETE FROM distrust WHERE job = ?", job));
    }
}
