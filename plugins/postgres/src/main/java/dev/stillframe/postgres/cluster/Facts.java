// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a backup says about its cluster: written by the backup, read by the restore. The keys are stable. */
public final class Facts {
    public static final String VERSION = "version";
    public static final String SYSTEM_IDENTIFIER = "system-identifier";
    public static final String DATA_DIRECTORY = "data-directory";
    public static final String WAL_DIRECTORY = "wal-directory";
    public static final String CONFIG_FILE = "config-file";
    public static final String HBA_FILE = "hba-file";
    public static final String IDENT_FILE = "ident-file";
    public static final String CHECKSUMS = "checksums";
    public static final String LABEL = "label";
    public static final String SLOT = "slot";
    public static final String START = "start-lsn";
    public static final String STOP = "stop-lsn";
    public static final String TIMELINE = "timeline";
    public static final String FIRST_SEGMENT = "first-wal-segment";
    public static final String LAST_SEGMENT = "last-wal-segment";

    private static final String TABLESPACE = "tablespace.";

    private Facts() {}

    /** What is known before a cycle. */
    public static Map<String, String> of(Cluster cluster) {
        Map<String, String> facts = new HashMap<>();
        facts.put(VERSION, cluster.server().version());
        facts.put(SYSTEM_IDENTIFIER, Long.toUnsignedString(cluster.control().systemIdentifier()));
        facts.put(DATA_DIRECTORY, cluster.data().toString());
        facts.put(WAL_DIRECTORY, cluster.wal().toString());
        facts.put(CONFIG_FILE, cluster.server().configFile());
        facts.put(HBA_FILE, cluster.server().hbaFile());
        facts.put(IDENT_FILE, cluster.server().identFile());
        facts.put(CHECKSUMS, cluster.server().checksums() ? "on" : "off");
        cluster.tablespaces().forEach((oid, path) -> facts.put(TABLESPACE + oid, path.toString()));
        return facts;
    }

    /** The tablespaces' folders by OID. */
    public static Map<Long, String> tablespaces(Map<String, String> facts) throws WriterException {
        Map<Long, String> tablespaces = new TreeMap<>();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            if (fact.getKey().startsWith(TABLESPACE)) {
                try {
                    tablespaces.put(Long.parseLong(fact.getKey().substring(TABLESPACE.length())), fact.getValue());
                } catch (NumberFormatException e) {
                    throw malformed(fact.getKey());
                }
            }
        }
        return tablespaces;
    }

    /** @throws WriterException if the backup does not say it */
    public static String required(Map<String, String> facts, String key) throws WriterException {
        String value = facts.get(key);
        if (value == null) {
            throw malformed(key);
        }
        return value;
    }

    private static WriterException malformed(String key) {
        return new WriterException(
                "postgres.facts",
                "the backup does not say \"" + key + "\" of its cluster",
                Retry.DOES_NOT_HELP,
                "was it made by another writer, or changed?");
    }
}
