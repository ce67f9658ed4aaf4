// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.event.Events;

/** Shows what happens while it happens. Any thread. */
interface Progress extends Events, AutoCloseable {
    /** Drawn for a person, written line by line for a log. */
    static Progress of(Surroundings surroundings, Output output) {
        return surroundings.terminal()
                ? new ProgressDrawn(surroundings.err(), output)
                : new ProgressLines(surroundings.clock(), output);
    }

    /** Ends what is still drawn. */
    @Override
    void close();
}
