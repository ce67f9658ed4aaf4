// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store could not keep an entry, for a reason that is known: the whole backup fails with this problem. */
public final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: exceptions stay in the process
    private final Problem problem;

    public StoreException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** The same for callers that do not speak of input and output. */
    public StillframeException asStillframeException() {
        return new StillframeException(problem, this);
    }
}
