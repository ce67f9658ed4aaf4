// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is wrong, the first of it and how much in all; and what should be known though nothing is wrong. Any thread. */
final class Findings {
    private static final int MOST = 100;
    private static final int MOST_REMARKS = 50;

    private final List<Finding> first = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long total;
    private long unsaid;

    void add(SourcePath file, String reason) {
        add(new Finding(file, OptionalLong.empty(), reason));
    }

    /** @param page as the engine counts: the first after the headers is 1 */
    void add(SourcePath file, long page, String reason) {
        add(new Finding(file, OptionalLong.of(page), reason));
    }

    synchronized void remark(String remark) {
        if (remarks.size() < MOST_REMARKS) {
            remarks.add(remark);
        } else {
            unsaid++;
        }
    }

    synchronized List<Finding> first() {
        return List.copyOf(first);
    }

    synchronized List<String> remarks() {
        List<String> all = new ArrayList<>(remarks);
        if (unsaid > 0) {
            all.add(unsaid + " more remarks");
        }
        return all;
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
