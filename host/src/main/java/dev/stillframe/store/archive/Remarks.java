// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an archive's format cannot hold, counted, with the first few by name. One thread. */
final class Remarks {
    private static final int NAMED = 5;

    private static final class Shortfall {
        private long count;
        private final List<SourcePath> first = new ArrayList<>();
    }

    private final Map<String, Shortfall> shortfalls = new LinkedHashMap<>();

    /** @param what kind of thing, in the plural: {@code sockets} */
    void cannotHold(String what, SourcePath path) {
        Shortfall shortfall = shortfalls.computeIfAbsent(what, w -> new Shortfall());
        shortfall.count++;
        if (shortfall.first.size() < NAMED) {
            shortfall.first.add(path);
        }
    }

    /** A sentence for each kind. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        shortfalls.forEach((what, shortfall) -> {
            StringBuilder names = new StringBuilder();
            shortfall.first.forEach(
                    path -> names.append(names.length() == 0 ? "" : ", ").append(path));
            String more = shortfall.count > NAMED ? " and " + (shortfall.count - NAMED) + " more" : "";
            sentences.add("the archive's format cannot hold " + what + ": " + names + more
                    + "; the manifest keeps them and a restore brings them back");
        });
        return sentences;
    }
}
