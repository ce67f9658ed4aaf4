// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.RestoreTreeReport.Lost;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What of an application's files a restore did not bring back. */
final class RestoreLosses {
    private RestoreLosses() {}

    /** One problem for all of them, or none. */
    static Optional<Problem> of(ApplicationReceipt application, RestoreTreeReport tree) {
        Predicate<SourcePath> own = BackedUp.pathsOf(List.of(application));
        List<Lost> lost = Stream.concat(tree.damaged().stream(), tree.notRestored().stream())
                .filter(one -> own.test(one.path()))
                .toList();
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "restore.incomplete",
                        "application " + application.name() + " lacks " + lost.size()
                                + (lost.size() == 1 ? " entry: " : " entries, the first: ") + lost.get(0),
                        Retry.UNKNOWN,
                        "every one is named above; bring them back before it is started"));
    }
}
