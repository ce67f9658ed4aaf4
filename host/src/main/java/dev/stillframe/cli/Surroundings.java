// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.clock.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run of the program is given from outside.
 *
 * @param out takes results and nothing else
 * @param err takes messages and progress
 * @param terminal whether a person watches: then progress is drawn, else it is written line by line
 */
record Surroundings(Map<String, String> environment, Clock clock, PrintStream out, PrintStream err, boolean terminal) {

    /** Those of this process; text is UTF-8 whatever the locale says. */
    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal(2) && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return new Surroundings(
                environment, Clock.system(), stream(FileDescriptor.out), stream(FileDescriptor.err), terminal);
    }

    /** Where /proc is missing nobody is taken for a terminal: then progress is written line by line. */
    private static boolean isTerminal(int descriptor) {
        try {
            String file = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
