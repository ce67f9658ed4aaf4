// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import java.util.concurrent.atomic.AtomicBoolean;

/** A transition that is made once. */
final class Once {
    private final AtomicBoolean made = new AtomicBoolean();

    void make() {
        if (made.getAndSet(true)) {
            throw new IllegalStateException("this state of the cycle was left already");
        }
    }
}
