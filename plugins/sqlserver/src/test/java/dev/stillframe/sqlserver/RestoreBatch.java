// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Executes a restore's script as Transact-SQL, of which it knows what the script needs: DECLARE, IF ... THROW, EXEC of a
 * text put together, and RESTORE ... WITH METADATA_ONLY or CREATE DATABASE ... FOR ATTACH. Anything else is an error.
 */
final class RestoreBatch {
    private final FakeInstance instance;
    private final Map<String, String> variables = new HashMap<>();

    RestoreBatch(FakeInstance instance) {
        this.instance = instance;
    }

    void run(String batch) throws SQLException {
        Sql sql = new Sql(batch);
        while (!sql.ended()) {
            if (sql.takes("DECLARE")) {
                String name = sql.next();
                sql.next(); // its type
                if (sql.takes("(")) {
                    sql.next();
                    sql.expect(")");
                }
                sql.expect("=");
                variables.put(name, expression(sql));
            } else if (sql.takes("IF")) {
                boolean holds = condition(sql);
                sql.expect("THROW");
                int number = Integer.parseInt(sql.next());
                sql.expect(",");
                String message = sql.text();
                sql.expect(",");
                sql.next();
                if (holds) {
                    throw new SQLException(message, "S0001", number);
                }
            } else {
                sql.expect("EXEC");
                sql.expect("(");
                String statement = variable(sql.next());
                sql.expect(")");
                execute(new Sql(statement));
            }
            sql.expect(";");
        }
    }

    private boolean condition(Sql sql) throws SQLException {
        if (sql.takes("DB_ID")) {
            sql.expect("(");
            String name = variable(sql.next());
            sql.expect(")");
            for (String word : List.of("IS", "NOT", "NULL", "AND")) {
                sql.expect(word);
            }
            boolean replaced = !equal(sql);
            return exists(name) && !replaced;
        }
        boolean first = equal(sql);
        sql.expect("OR");
        boolean second = equal(sql);
        return first || second;
    }

    private boolean equal(Sql sql) throws SQLException {
        String value = variable(sql.next());
        sql.expect("=");
        return value.equals(sql.next());
    }

    private String expression(Sql sql) throws SQLException {
        StringBuilder value = new StringBuilder(term(sql));
        while (sql.takes("+")) {
            value.append(term(sql));
        }
        return value.toString();
    }

    private String term(Sql sql) throws SQLException {
        if (sql.takes("QUOTENAME")) {
            sql.expect("(");
            String name = variable(sql.next());
            sql.expect(")");
            return "[" + name.replace("]", "]]") + "]";
        }
        if (sql.takes("IIF")) {
            sql.expect("(");
            boolean holds = equal(sql);
            sql.expect(",");
            String yes = expression(sql);
            sql.expect(",");
            String no = expression(sql);
            sql.expect(")");
            return holds ? yes : no;
        }
        return sql.atText() ? sql.text() : sql.next();
    }

    private void execute(Sql sql) throws SQLException {
        if (sql.takes("CREATE")) {
            sql.expect("DATABASE");
            String name = sql.name();
            Map<String, String> files = new LinkedHashMap<>();
            sql.expect("ON");
            do {
                sql.expect("(");
                sql.expect("FILENAME");
                sql.expect("=");
                String path = sql.text();
                files.put(path, path);
                sql.expect(")");
            } while (sql.takes(","));
            sql.expect("FOR");
            sql.expect("ATTACH");
            add(name, files, false, false);
        } else {
            restore(sql);
        }
        if (!sql.ended()) {
            throw wrong("more than a statement: " + sql.next());
        }
    }

    private void restore(Sql sql) throws SQLException {
        sql.expect("RESTORE");
        sql.expect("DATABASE");
        String name = sql.name();
        for (String word : List.of("FROM", "DISK", "=")) {
            sql.expect(word);
        }
        String metadata = sql.text();
        for (String word : List.of("WITH", "METADATA_ONLY", ",", "DBNAME", "=")) {
            sql.expect(word);
        }
        String source = sql.text();
        Map<String, String> files = new LinkedHashMap<>();
        boolean replace = false;
        boolean recovery = true;
        while (sql.takes(",")) {
            if (sql.takes("MOVE")) {
                String logical = sql.text();
                sql.expect("TO");
                files.put(logical, sql.text());
            } else if (sql.takes("REPLACE")) {
                replace = true;
            } else {
                sql.expect("NORECOVERY");
                recovery = false;
            }
        }
        try {
            if (!Files.readString(Path.of(metadata)).contains("[" + source.replace("]", "]]") + "]")) {
                throw wrong("the backup set has no database " + source);
            }
        } catch (IOException e) {
            throw new SQLException("Cannot open backup device '" + metadata + "'", "S0001", 3201, e);
        }
        add(name, files, replace, !recovery);
    }

    private void add(String name, Map<String, String> files, boolean replace, boolean restoring) throws SQLException {
        if (exists(name)) {
            if (!replace) {
                throw new SQLException("Database '" + name + "' already exists", "S0001", 1801);
            }
            instance.databases.removeIf(each -> each.name().equals(name));
        }
        List<DatabaseFile> all = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!Files.isRegularFile(Path.of(file.getValue()))) {
                throw new SQLException("Unable to open '" + file.getValue() + "'", "S0001", 5120);
            }
            DatabaseFile.Kind kind = all.isEmpty() ? DatabaseFile.Kind.ROWS : DatabaseFile.Kind.LOG;
            all.add(new DatabaseFile(all.size() + 1, kind, file.getKey(), file.getValue(), true));
        }
        instance.databases.add(new Database(
                100 + instance.databases.size(),
                name,
                restoring ? "RESTORING" : "ONLINE",
                "FULL",
                "CHECKSUM",
                0,
                "",
                all));
    }

    private boolean exists(String name) {
        return instance.databases.stream().anyMatch(each -> each.name().equals(name));
    }

    private String variable(String name) throws SQLException {
        String value = variables.get(name);
        if (value == null) {
            throw wrong("must declare the scalar variable " + name);
        }
        return value;
    }

    private static SQLException wrong(String message) {
        return new SQLException(message, "S0001", 102);
    }

    /** Words, names in brackets and texts, one after the other. */
    private static final class Sql {
        private final List<String> words = new ArrayList<>();
        private int at;

        Sql(String text) throws SQLException {
            Matcher word = Pattern.compile(
                            "--[^\\n]*|\\s+|(N'(?:[^']|'')*'|\\[(?:[^\\]]|\\]\\])*\\]|[@\\w]+|[-+=,;()])")
                    .matcher(text);
            int end = 0;
            while (end < text.length() && word.find(end) && word.start() == end) {
                if (word.group(1) != null) {
                    words.add(word.group(1));
                }
                end = word.end();
            }
            if (end < text.length()) {
                throw wrong("Incorrect syntax near '" + text.substring(end) + "'");
            }
        }

        boolean ended() {
            return at == words.size();
        }

        boolean takes(String word) {
            boolean here = !ended() && words.get(at).equals(word);
            at += here ? 1 : 0;
            return here;
        }

        void expect(String word) throws SQLException {
            if (!takes(word)) {
                throw wrong("Incorrect syntax near '" + (ended() ? "" : words.get(at)) + "', not " + word);
            }
        }

        String next() throws SQLException {
            if (ended()) {
                throw wrong("Incorrect syntax at the end");
            }
            return words.get(at++);
        }

        boolean atText() {
            return !ended() && words.get(at).startsWith("N'");
        }

        String text() throws SQLException {
            String word = next();
            if (!word.startsWith("N'")) {
                throw wrong("Incorrect syntax near '" + word + "', not a text");
            }
            return word.substring(2, word.length() - 1).replace("''", "'");
        }

        String name() throws SQLException {
            String word = next();
            if (!word.startsWith("[")) {
                throw wrong("Incorrect syntax near '" + word + "', not a name");
            }
            return word.substring(1, word.length() - 1).replace("]]", "]");
        }
    }
}
