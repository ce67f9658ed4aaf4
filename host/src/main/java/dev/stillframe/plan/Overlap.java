// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plan;

import dev.stillframe.api.Grain;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.error.Problem;
import dev.stillframe.plan.GrainChoice.Pick;
import dev.stillframe.tree.Selection;
import java.util.List;
import java.util.Optional;

/**
 * A component that is promised one instant, and another snapshot that shows some of its files as of another: an image is
 * read where its view begins deepest, so the component would be put together from both.
 */
final class Overlap {
    private Overlap() {}

    /** The first snapshot that shows a part of an atomic choice and is not the one that takes it. */
    static Optional<Problem> of(String application, GrainChoice choice, List<Pick> all) {
        if (choice.grain() != Grain.ATOMIC) {
            return Optional.empty();
        }
        Pick own = choice.picks().get(0);
        return all.stream()
                .filter(pick -> pick.offer().grain() != Grain.LIVE) // snapshots are read before live files
                .filter(pick -> !sameSnapshot(pick, own))
                .filter(pick -> choice.sources().stream().anyMatch(source -> shows(pick.source(), source)))
                .findFirst()
                .map(pick -> problem(application, choice, own, pick));
    }

    private static boolean sameSnapshot(Pick one, Pick other) {
        return one.provider().equals(other.provider()) && one.offer().equals(other.offer());
    }

    /** Whether the view of one source is where files of another are read. */
    private static boolean shows(Source shown, Source wanted) {
        SourcePath root = shown.files().root();
        if (!root.startsWith(wanted.files().root())) {
            return false;
        }
        Selection.Step step = Selection.of(wanted.files()).at(root);
        return step.taken() || step.walked();
    }

    private static Problem problem(String application, GrainChoice choice, Pick own, Pick other) {
        return new Problem(
                "plan.overlap",
                "application " + application + ", component "
                        + choice.component().id()
                        + " is taken at one instant by provider " + own.provider() + ", and "
                        + other.source().files().root() + ", which belongs to it, at another by provider "
                        + other.provider(),
                Retry.DOES_NOT_HELP,
                "exclude it there, name one provider in the job's providers, or split the job in two");
    }
}
