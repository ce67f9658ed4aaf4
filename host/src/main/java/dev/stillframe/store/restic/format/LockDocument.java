// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.Instant;

/**
 * Says that somebody works in a repository.
 *
 * @param time when it was made or last refreshed
 * @param exclusive whether nobody else may work there, not even with a lock that is shared
 * @param pid the process that holds it, on the host of that name
 * @param pidNamespace names what the pid counts in, as no other machine and no later boot does; empty in restic's locks,
 *     and restic passes over it in ours
 */
public record LockDocument(
        Instant time,
        boolean exclusive,
        String hostname,
        String username,
        long pid,
        long uid,
        long gid,
        String pidNamespace) {}
