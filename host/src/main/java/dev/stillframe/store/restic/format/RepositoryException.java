// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a repository has is not what it should have, or does not allow what was asked. */
public final class RepositoryException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final Problem problem;

    public RepositoryException(Problem problem) {
        this(problem, null);
    }

    public RepositoryException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** A file or blob whose bytes are not what was stored: code {@code repository.damaged}. */
    public static RepositoryException damaged(String what, String why, @Nullable Throwable cause) {
        return new RepositoryException(
                new Problem(
                        "repository.damaged",
                        what + " is damaged: " + why,
                        Retry.DOES_NOT_HELP,
                        "verify --read-data names all that is damaged; what is intact can still be restored"),
                cause);
    }

    public Problem problem() {
        return problem;
    }

    /** The same for callers that do not speak of input and output. */
    public StillframeException asStillframeException() {
        return new StillframeException(problem, this);
    }
}
