// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import java.util.Random;

/** The kit's randomness, which can be repeated. */
final class Seed {
    private static final long VALUE = Long.getLong("stillframe.testkit.seed", System.nanoTime());

    static {
        System.err.println("repeat this run with -Dstillframe.testkit.seed=" + VALUE);
    }

    private Seed() {}

    static Random random() {
        return new Random(VALUE);
    }

    /** For messages. */
    static String text() {
        return "seed " + VALUE;
    }
}
