// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import java.util.List;

/**
 * What is suspended by one statement and recorded by another.
 *
 * @param databases all of them
 * @param server whether they are all user databases of the instance, and it is the instance that is suspended
 */
record Scope(List<String> databases, boolean server) {
    enum Kind {
        DATABASE,
        GROUP,
        SERVER
    }

    Scope {
        databases = List.copyOf(databases);
    }

    Kind kind() {
        return server ? Kind.SERVER : databases.size() == 1 ? Kind.DATABASE : Kind.GROUP;
    }

    /** For people. */
    @Override
    public String toString() {
        return (server ? "the whole instance: " : "") + String.join(", ", databases);
    }
}
