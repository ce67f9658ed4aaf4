// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code plugins check} found out about a jar.
 *
 * @param sha256 in lower-case hexadecimal; empty if the jar is none
 */
public record CheckedJar(Path jar, String sha256, List<Check> checks) {
    public CheckedJar {
        checks = List.copyOf(checks);
    }

    /** Whether nothing failed. */
    public boolean good() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
    }

    /**
     * One thing that was checked.
     *
     * @param name stable, one word
     * @param text what was found
     * @param hint what can be done; may be empty
     */
    public record Check(String name, Result result, String text, String hint) {}

    /** How a check ended. */
    public enum Result {
        PASSED,
        /** Works, but somebody may want it otherwise. */
        WARNING,
        /** The jar is not used, or should not be. */
        FAILED
    }
}
