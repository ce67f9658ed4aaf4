// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.error.Problem;
import dev.stillframe.store.restic.Repository;
import java.io.IOException;
import java.time.Duration;

/** How one gets at a repository: knows its place and its password. Any thread. */
public interface RepositoryAccess {
    /** Where it is, for messages. */
    String location();

    /** Makes a repository, or opens the one that is there. The caller closes it. */
    Repository init() throws IOException;

    /** Opens the repository. The caller closes it. */
    Repository open() throws IOException;

    /** How long somebody who works there alone is waited for. */
    default Duration lockWait() {
        return Duration.ZERO;
    }

    /** Is told what stops nothing and somebody should know. */
    default void warn(Problem problem) {}
}
