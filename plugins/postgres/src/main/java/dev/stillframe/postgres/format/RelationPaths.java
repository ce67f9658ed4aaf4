// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Turns relations into paths and back (common/relpath.c): {@code global}, {@code base/DATABASE} and, in a tablespace,
 * {@code PG_VERSION_CATALOG/DATABASE}.
 *
 * @param data the data directory
 * @param tablespaces the folders of all but the built-in tablespaces, by OID
 * @param tablespaceFolder as {@link PgControl#tablespaceFolder}
 */
public record RelationPaths(SourcePath data, Map<Long, SourcePath> tablespaces, String tablespaceFolder) {
    public RelationPaths {
        tablespaces = Map.copyOf(tablespaces);
    }

    /** The folder that holds a relation's files; empty if its tablespace is not known. */
    public Optional<SourcePath> folder(long tablespace, long database) {
        if (tablespace == RelFileLocator.GLOBAL_TABLESPACE) {
            return Optional.of(data.resolve("global"));
        }
        if (tablespace == RelFileLocator.DEFAULT_TABLESPACE) {
            return Optional.of(data.resolve("base/" + database));
        }
        return Optional.ofNullable(tablespaces.get(tablespace))
                .map(folder -> folder.resolve(tablespaceFolder + "/" + database));
    }

    /** One file of a relation; empty if its tablespace is not known. */
    public Optional<SourcePath> file(RelationFork fork, int segment) {
        RelFileLocator relation = fork.relation();
        return folder(relation.tablespace(), relation.database())
                .map(folder -> folder.resolve(RelationFileName.of(relation.relation(), fork.fork(), segment)));
    }

    /** What a folder that holds relations is; empty if it is another folder. */
    public Optional<DatabaseFolder> database(SourcePath folder) {
        if (folder.equals(data.resolve("global"))) {
            return Optional.of(new DatabaseFolder(RelFileLocator.GLOBAL_TABLESPACE, 0));
        }
        Optional<SourcePath> parent = folder.parent();
        String name = new String(folder.name(), StandardCharsets.ISO_8859_1);
        if (parent.isEmpty() || !name.matches("[1-9][0-9]{0,9}")) {
            return Optional.empty();
        }
        long database = Long.parseLong(name);
        if (parent.get().equals(data.resolve("base"))) {
            return Optional.of(new DatabaseFolder(RelFileLocator.DEFAULT_TABLESPACE, database));
        }
        return tablespaces.entrySet().stream()
                .filter(each -> parent.get().equals(each.getValue().resolve(tablespaceFolder)))
                .map(each -> new DatabaseFolder(each.getKey(), database))
                .findFirst();
    }

    /** One database's folder in one tablespace; the database is 0 for what all share. */
    public record DatabaseFolder(long tablespace, long database) {
        public RelFileLocator relation(long number) {
            return new RelFileLocator(tablespace, database, number);
        }
    }
}
