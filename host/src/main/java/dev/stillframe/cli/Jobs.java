// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Retry;
import dev.stillframe.config.Configuration;
import dev.stillframe.config.Job;
import dev.stillframe.error.StillframeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which jobs a command is about. */
final class Jobs {
    private Jobs() {}

    /**
     * The job that was named, or all in the order of the configuration.
     *
     * @throws StillframeException {@code config.unknown-job}
     */
    static List<Job> named(@Nullable String job, Configuration configuration) throws StillframeException {
        if (job == null) {
            return List.copyOf(configuration.jobs().values());
        }
        Job named = configuration.jobs().get(job);
        if (named == null) {
            throw new StillframeException(
                    "config.unknown-job",
                    "the configuration has no job " + job,
                    Retry.DOES_NOT_HELP,
                    "it has: " + String.join(", ", configuration.jobs().keySet()));
        }
        return List.of(named);
    }
}
