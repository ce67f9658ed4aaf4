// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.SourcePath;
import dev.stillframe.exchange.ese.LogHeader;
import dev.stillframe.exchange.ese.LogTime;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The logs of one stream by their generations. Confined to one thread. */
final class LogChain {
    private final NavigableMap<Long, EseFile.Log> byGeneration = new TreeMap<>();
    private final Findings findings;

    LogChain(Findings findings) {
        this.findings = findings;
    }

    void add(EseFile.Log log) {
        EseFile.Log other = byGeneration.putIfAbsent(log.header().generation(), log);
        if (other != null && !other.header().created().equals(log.header().created())) {
            findings.add(
                    log.file().path(),
                    "it is generation " + log.header().generation() + ", as " + path(other) + " is, of another time");
        }
    }

    /** Where two neighbours do not fit together, the younger is of another life of the stream. */
    void checkLinks() {
        LogHeader before = null;
        for (EseFile.Log log : byGeneration.values()) {
            LogHeader header = log.header();
            if (before != null
                    && before.generation() + 1 == header.generation()
                    && !header.previousCreated().equals(before.created())) {
                findings.add(
                        path(log),
                        "it follows a generation " + before.generation() + " that was begun at "
                                + header.previousCreated() + ", and the one here was begun at " + before.created());
            }
            before = header;
        }
    }

    /** Requires every generation of a range. */
    void require(SourcePath by, long first, long last, String purpose) {
        long missing = 0;
        long firstMissing = 0;
        for (long generation = first; generation <= last; generation++) {
            Long there = byGeneration.ceilingKey(generation);
            if (there == null || there != generation) {
                long until = there == null ? last : Math.min(last, there - 1); // a header may name any range
                firstMissing = missing == 0 ? generation : firstMissing;
                missing += until - generation + 1;
                generation = until;
            }
        }
        if (missing > 0) {
            String more = missing > 1 ? " and " + (missing - 1) + " more" : "";
            findings.add(by, "log generation " + firstMissing + more + " is missing: " + purpose);
        }
    }

    /** Requires that a generation, if it is here, is the one that was begun then; no time requires nothing. */
    void requireTime(long generation, LogTime created) {
        EseFile.Log log = byGeneration.get(generation);
        if (log != null && !created.isNone() && !created.equals(log.header().created())) {
            findings.add(
                    path(log),
                    "it was begun at " + log.header().created() + ", and the database needs the one of " + created);
        }
    }

    NavigableMap<Long, EseFile.Log> byGeneration() {
        return byGeneration;
    }

    private static SourcePath path(EseFile.Log log) {
        return log.file().path();
    }
}
