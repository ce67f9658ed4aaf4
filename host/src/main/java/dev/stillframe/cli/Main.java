// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import java.time.Duration;

/** Where the process begins. */
public final class Main {
    /** How long a signal waits for the applications to be thawed: longer than any thaw may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Main() {}

    public static void main(String[] arguments) {
        Logging.silence();
        Surroundings process = Surroundings.ofProcess();
        System.setOut(process.err()); // results go out by a stream that only this package has: plugins print, too
        int exit = Interruption.guard(PATIENCE, () -> Program.run(process, arguments));
        System.exit(exit);
    }
}
