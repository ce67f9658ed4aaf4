// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.runtime.call.NanoDeadline;
import java.time.Duration;

/** How long the kit waits. Generous: nothing is measured here, a writer is only told from one that never ends. */
public final class Limits {
    /** For a call that does slow work. */
    public static final Duration CALL = Duration.ofMinutes(2);

    /** For a freeze or a thaw. */
    public static final Duration HOLD = Duration.ofSeconds(20);

    private static final String PATIENCE_PROPERTY = "stillframe.testkit.patience-millis";
    private static final long PATIENCE_MILLIS = 10_000;

    private Limits() {}

    /**
     * For what has to come at once: an abort, a close, the end of a call that nobody waits for. Ten seconds, unless the
     * system property {@code stillframe.testkit.patience-millis} says otherwise.
     */
    public static Duration soon() {
        return Duration.ofMillis(Long.getLong(PATIENCE_PROPERTY, PATIENCE_MILLIS));
    }

    /** A deadline that begins now. */
    public static NanoDeadline in(Duration limit) {
        return NanoDeadline.in(limit, System::nanoTime);
    }
}
