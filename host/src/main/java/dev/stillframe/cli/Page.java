// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.error.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lines for people, indented by what they belong to. One thread. */
final class Page {
    private static final int LABEL = 12;

    private final List<String> lines = new ArrayList<>();
    private int depth;

    /** Adds a line, and everything that the block adds below it. */
    Page section(String title, Runnable block) {
        line(title);
        depth++;
        block.run();
        depth--;
        return this;
    }

    Page line(String text) {
        lines.add("  ".repeat(depth) + text);
        return this;
    }

    Page blank() {
        lines.add("");
        return this;
    }

    /** A label and what it says, in columns. */
    Page entry(String label, String text) {
        return line(label + " ".repeat(Math.max(1, LABEL - label.length())) + text);
    }

    /** One entry for several texts, the label once; nothing if there are none. */
    Page entries(String label, Collection<String> texts) {
        String shown = label;
        for (String text : texts) {
            entry(shown, text);
            shown = "";
        }
        return this;
    }

    Page problem(Problem problem) {
        line("[" + problem.code() + "] " + problem.message());
        if (!problem.hint().isEmpty()) {
            line("  hint: " + problem.hint());
        }
        return this;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
