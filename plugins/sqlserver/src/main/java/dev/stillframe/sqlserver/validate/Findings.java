// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is wrong: the first of it, and how much. Any thread. */
final class Findings {
    /** How many a verdict may name. */
    static final int MOST = 100;

    private final List<Finding> first = new ArrayList<>();
    private long total;

    void add(SourcePath file, String reason) {
        add(new Finding(file, OptionalLong.empty(), reason));
    }

    /** @param block the number of a page, or in a log the number of a sector of 512 bytes */
    void add(SourcePath file, long block, String reason) {
        add(new Finding(file, OptionalLong.of(block), reason));
    }

    /** Takes over what was only suspected elsewhere. */
    synchronized void addAll(Findings others) {
        others.first().forEach(this::add);
        total += others.total() - others.first().size();
    }

    synchronized List<Finding> first() {
        return List.copyOf(first);
    }

    synchronized long total() {
        return total;
    }

    private synchronized void add(Finding finding) {
        if (first.size() < MOST) {
            first.add(finding);
        }
        total++;
    }
}
