// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.error.Problem;
import java.util.List;

/** What came of planning. */
public sealed interface Decision {
    /** The cycle can begin. */
    record Planned(Plan plan) implements Decision {}

    /** It must not, and nothing was frozen to find that out. */
    record Refused(List<Problem> problems) implements Decision {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
