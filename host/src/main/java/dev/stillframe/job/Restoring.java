// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings a backup back. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Restoring {
    public Restoring(Site site) {}

    /** Restores; see {@link Order}. */
    public Result run(Order order) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /**
     * What to restore and to where.
     *
     * @param id of the backup, or {@code latest}
     * @param target every file comes to lie below it under its real path
     * @param application only this one; empty means all
     * @param inPlace the application's pointers stay as they were: it may reach what production reaches
     * @param intoNonEmpty what is there may be replaced
     */
    public record Order(String id, Path target, Optional<String> application, boolean inPlace, boolean intoNonEmpty) {}

    /**
     * What came back.
     *
     * @param damaged files whose stored bytes are not what was backed up; they were not restored
     * @param notRestored what could not be put back as it was, and why
     * @param applications what each writer did and what is left to do
     */
    public record Result(
            String id,
            long files,
            long bytes,
            List<String> damaged,
            List<String> notRestored,
            List<ApplicationResult> applications) {}

    /** One application's part. */
    public record ApplicationResult(
            String name, List<String> changes, List<String> nextSteps, Optional<Problem> problem) {}
}
