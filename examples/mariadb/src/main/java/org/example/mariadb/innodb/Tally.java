// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Counts what was found, and makes a verdict of it. */
final class Tally {
    private static final int MOST_FINDINGS = 100;

    private final List<Finding> findings = new ArrayList<>();
    private long bad;
    private long good;
    private long unverifiable;
    private long healed;

    void good() {
        good++;
    }

    void unverifiable(long pages) {
        unverifiable += pages;
    }

    void healed() {
        healed++;
        good++;
    }

    void bad(SourcePath file, OptionalLong block, String reason) {
        if (++bad <= MOST_FINDINGS) {
            findings.add(new Finding(file, block, reason));
        }
    }

    Verdict verdict() {
        if (bad > 0) {
            return new Verdict.Damaged(findings, bad);
        }
        List<String> remarks = new ArrayList<>();
        remarks.add("files of other engines, and what lies in the log, are not examined");
        if (healed > 0) {
            remarks.add(healed + " pages were half written, and are healed by their copies at the next start");
        }
        return new Verdict.Sound(good, unverifiable, "pages", remarks);
    }
}
