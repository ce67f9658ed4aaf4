// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is wrong: the first of them, and how many. Any thread. */
final class Findings {
    /** How many a verdict may name. */
    static final int MOST = 100;

    private final List<Finding> first = new ArrayList<>();
    private long total;

    void add(SourcePath file, String reason) {
        add(new Finding(file, OptionalLong.empty(), reason));
    }

    void add(SourcePath file, long block, String reason) {
        add(new Finding(file, OptionalLong.of(block), reason));
    }

    /** Counts findings that nobody will read. */
    synchronized void addUnnamed(long more) {
        total += more;
    }

    synchronized List<Finding> first() {
        return List.copyOf(first);
    }

    synchronized long total() {
        return total;
    }

    boolean none() {
        return total() == 0;
    }

    boolean full() {
        return total() >= MOST;
    }

    private synchronized void add(Finding finding) {
        if (first.size() < MOST) {
            first.add(finding);
        }
        total++;
    }
}
