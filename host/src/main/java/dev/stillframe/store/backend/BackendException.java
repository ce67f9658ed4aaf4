// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A backend's call failed. The {@link #failure} is for programs, the {@link #problem} for people. */
public final class BackendException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final Problem problem;

    public BackendException(Failure failure, Problem problem) {
        this(failure, problem, null);
    }

    public BackendException(Failure failure, Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.failure = failure;
        this.problem = problem;
    }

    public Failure failure() {
        return failure;
    }

    public Problem problem() {
        return problem;
    }

    /** The same for callers that do not speak of input and output. */
    public StillframeException asStillframeException() {
        return new StillframeException(problem, this);
    }
}
