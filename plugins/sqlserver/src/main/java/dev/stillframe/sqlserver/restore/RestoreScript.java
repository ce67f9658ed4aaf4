// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.sqlserver.database.Facts.RestoredFile;
import dev.stillframe.sqlserver.database.PathText;
import dev.stillframe.sqlserver.database.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * The Transact-SQL that makes a database of restored files. It changes nothing where a database of that name exists,
 * unless the operator says so in the script.
 *
 * @param name the database's name in the backup
 * @param as its name from now on
 * @param metadata where the metadata lies now; empty if the backup has none
 * @param files where the files lie now
 */
record RestoreScript(String name, String as, Optional<SourcePath> metadata, List<RestoredFile> files) {
    String text() {
        return """
                -- Makes the database %s of the files that Stillframe restored.
                -- Written for sqlcmd and any other client. Change these three lines if you need to:
                DECLARE @database sysname = %s;
                DECLARE @replace bit = 0;     -- 1: a database of this name is replaced
                DECLARE @norecovery bit = 0;  -- 1: the database stays open for RESTORE LOG

                IF DB_ID(@database) IS NOT NULL AND @replace = 0
                    THROW 51000, N'a database of this name exists: set @replace = 1 to replace it, or @database to another name', 1;

                %s
                EXEC (@statement);
                """.formatted(
                Quoted.name(as), Quoted.text(as), metadata.map(this::restore).orElseGet(this::attach));
    }

    private String restore(SourcePath from) {
        StringBuilder moves = new StringBuilder();
        for (RestoredFile file : files) {
            moves.append("\n    + N', MOVE ")
                    .append(inner(Quoted.text(file.name())))
                    .append(" TO ")
                    .append(inner(Quoted.text(PathText.of(file.path()))))
                    .append("'");
        }
        return "DECLARE @statement nvarchar(max) = N'RESTORE DATABASE ' + QUOTENAME(@database)\n    + N' FROM DISK = "
                + inner(Quoted.text(PathText.of(from))) + " WITH METADATA_ONLY, DBNAME = " + inner(Quoted.text(name))
                + "'"
                + moves
                + "\n    + IIF(@replace = 1, N', REPLACE', N'') + IIF(@norecovery = 1, N', NORECOVERY', N'');";
    }

    /** Without metadata the files are what a crash leaves: the instance recovers them when they are attached. */
    private String attach() {
        StringBuilder list = new StringBuilder();
        for (RestoredFile file : files) {
            list.append(list.isEmpty() ? "(FILENAME = " : "), (FILENAME = ")
                    .append(inner(Quoted.text(PathText.of(file.path()))));
        }
        return "IF @replace = 1 OR @norecovery = 1\n"
                + "    THROW 51001, N'this backup has no metadata: it can only be attached under a name that is free', 1;\n"
                + "DECLARE @statement nvarchar(max) = N'CREATE DATABASE ' + QUOTENAME(@database)\n    + N' ON "
                + list + ") FOR ATTACH';";
    }

    /** A text inside of a text. */
    private static String inner(String quoted) {
        return quoted.replace("'", "''");
    }
}
