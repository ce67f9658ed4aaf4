// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.postgres.format.MalformedException;
import java.time.Instant;
import java.util.List;

/**
 * What {@code postmaster.pid} says (PostgreSQL's {@code pidfile.h}).
 *
 * @param started in whole seconds
 */
record PostmasterPid(long pid, String dataDirectory, Instant started, int port) {
    static PostmasterPid parse(String text) throws MalformedException {
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.size() < 4) {
            throw new MalformedException("has only " + lines.size() + " lines");
        }
        try {
            return new PostmasterPid(
                    Math.abs(Long.parseLong(lines.get(0))), // negative for a standalone backend
                    lines.get(1),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2))),
                    Integer.parseInt(lines.get(3)));
        } catch (NumberFormatException e) {
            throw new MalformedException("does not hold numbers where it should");
        }
    }
}
