// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer of a command, in both forms.
 *
 * @param json as documented in {@code docs/json.md}, without {@code exit}
 * @param text lines for people
 */
record Report(ObjectNode json, List<String> text, ExitCode exit) {
    Report {
        text = List.copyOf(text);
    }
}
