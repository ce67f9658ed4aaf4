// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.error;

import dev.stillframe.api.Retry;
import org.jspecify.annotations.Nullable;

/** The host could not do what it was asked to. */
public class StillframeException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final Problem problem;

    public StillframeException(Problem problem) {
        this(problem, null);
    }

    public StillframeException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public StillframeException(String code, String message, Retry retry, String hint) {
        this(new Problem(code, message, retry, hint), null);
    }

    public StillframeException(String code, String message, Retry retry, String hint, @Nullable Throwable cause) {
        this(new Problem(code, message, retry, hint), cause);
    }

    public Problem problem() {
        return problem;
    }
}
