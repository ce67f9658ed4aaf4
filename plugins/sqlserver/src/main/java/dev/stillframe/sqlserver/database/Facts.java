// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.SourcePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a backup keeps of a database for its restore. */
public final class Facts {
    /** The database's name. */
    public static final String DATABASE = "database";
    /** Where the metadata lies in the backup; missing if the suspension was lost. */
    public static final String METADATA = "metadata";
    /** Whether its pages are encrypted: then a restore needs the certificate. */
    public static final String ENCRYPTED = "encrypted";
    /** Whether the VSS writer held it, on Windows; missing if a session suspended it. */
    public static final String HELD_BY_VSS = "held-by-vss";

    private static final String FILE = "file.";

    private Facts() {}

    /** A file to be restored: its logical name, and where it lay. */
    public record RestoredFile(String name, SourcePath path) {}

    static Map<String, String> of(Located located) {
        Database database = located.database();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(DATABASE, database.name());
        facts.put("recovery-model", database.recoveryModel());
        facts.put("page-verify", database.pageVerify());
        facts.put(ENCRYPTED, Boolean.toString(database.encrypted()));
        if (!database.replica().isEmpty()) {
            facts.put("availability-replica", database.replica());
        }
        located.holder().ifPresent(holder -> {
            facts.put(HELD_BY_VSS, "true");
            facts.put("vss-logical-path", holder.component().logicalPath());
            facts.put("vss-component", holder.component().component());
        });
        for (DatabaseFile file : database.files()) {
            facts.put(FILE + file.id() + ".name", file.name());
            facts.put(FILE + file.id() + ".path", PathText.of(located.path(file)));
        }
        return facts;
    }

    /** The files that a backup's facts name, by file id. */
    public static List<RestoredFile> files(Map<String, String> facts) {
        List<RestoredFile> files = new ArrayList<>();
        facts.keySet().stream()
                .filter(key -> key.startsWith(FILE) && key.endsWith(".name"))
                .sorted(java.util.Comparator.comparingInt(Facts::id))
                .forEach(key -> Optional.ofNullable(facts.get(FILE + id(key) + ".path"))
                        .ifPresent(
                                path -> files.add(new RestoredFile(facts.getOrDefault(key, ""), SourcePath.of(path)))));
        return files;
    }

    private static int id(String key) {
        return Integer.parseInt(key.substring(FILE.length(), key.lastIndexOf('.')));
    }
}
