// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.consistency;

import java.util.Locale;

/** How a component was taken, weakest first. */
public enum Level {
    /** Files were read while they changed. */
    LIVE,
    /** As after a power failure. */
    CRASH,
    /** As after a power failure, with buffers written out before; or held, but nothing could prove it. */
    FILESYSTEM,
    /** The application was quiesced, or recovers to a known point, and a validation that can fail passed. */
    APPLICATION;

    public boolean atLeast(Level minimum) {
        return compareTo(minimum) >= 0;
    }

    /** As in a configuration: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
