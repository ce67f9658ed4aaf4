// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.clock.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command line that was run in this process, and what it printed. */
record Ran(int exit, List<String> out, List<String> err) {
    static Ran of(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Program.run(
                new Surroundings(
                        environment,
                        Clock.system(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                arguments);
        return new Ran(exit, lines(out), lines(err));
    }

    static Ran of(String... arguments) {
        return of(Map.of(), arguments);
    }

    /** The only object that was printed. */
    JsonNode json() {
        if (out.size() != 1) {
            throw new AssertionError("not one object: " + this);
        }
        return JsonMapper.shared().readTree(out.get(0));
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
