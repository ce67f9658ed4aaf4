// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.restore;

import dev.stillframe.sqlserver.database.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * The Transact-SQL that makes a database of restored files. It changes nothing where a database of that name exists,
 * unless the operator says so in the script.
 *
 * @param name the database's name in the backup
 * @param as its name from now on
 * @param metadata where the metadata lies now, as the instance writes it; empty if the backup has none
 * @param files the logical name of each file, and where it lies now, as the instance writes it
 */
record RestoreScript(String name, String as, Optional<String> metadata, List<Moved> files) {
    /** A file by its logical name. */
    record Moved(String name, String to) {}

    RestoreScript {
        files = List.copyOf(files);
    }

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
                        onOneLine(Quoted.name(as)),
                        Quoted.text(as),
                        metadata.map(this::restore).orElseGet(this::attach));
    }

    /** A comment ends with its line, and a name may hold anything. */
    private static String onOneLine(String name) {
        return name.replaceAll("\\p{Cntrl}|[\u0085\u2028\u2029]", "?");
    }

    private String restore(String from) {
        StringBuilder moves = new StringBuilder();
        for (Moved file : files) {
            moves.append("\n    + N', MOVE ")
                    .append(inner(Quoted.text(file.name())))
                    .append(" TO ")
                    .append(inner(Quoted.text(file.to())))
                    .append("'");
        }
        return "DECLARE @statement nvarchar(max) = N'RESTORE DATABASE ' + QUOTENAME(@database)\n    + N' FROM DISK = "
                + inner(Quoted.text(from)) + " WITH METADATA_ONLY, DBNAME = " + inner(Quoted.text(name))
                + "'"
                + moves
                + "\n    + IIF(@replace = 1, N', REPLACE', N'') + IIF(@norecovery = 1, N', NORECOVERY', N'');";
    }

    /** Without metadata the files are what a crash leaves: the instance recovers them when they are attached. */
    private String attach() {
        StringBuilder list = new StringBuilder();
        for (Moved file : files) {
            list.append(list.isEmpty() ? "(FILENAME = " : "), (FILENAME = ").append(inner(Quoted.text(file.to())));
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
