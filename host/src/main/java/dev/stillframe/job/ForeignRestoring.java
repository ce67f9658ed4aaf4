// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.util.List;

/**
 * Brings back what another program stored: all files as they were stored. No writer takes part, because nothing says which
 * applications they belong to.
 */
record ForeignRestoring(Site site, ForeignSnapshot snapshot) {
    Restoring.Result run(Restoring.Order order) throws StillframeException {
        String id = snapshot.stored().id();
        if (order.application().isPresent()) {
            throw new StillframeException(
                    "restore.application",
                    "snapshot " + id + " was made by another program and has no application "
                            + order.application().get(),
                    Retry.DOES_NOT_HELP,
                    "leave --application out: all its files are restored");
        }
        TreeRestorer.checkTarget(order.target(), order.intoNonEmpty(), id);
        site.warn(new Problem(
                "restore.foreign",
                "snapshot " + id + " was made by another program: its files come back as they are, and no writer brings"
                        + " them into order",
                Retry.DOES_NOT_HELP,
                "what points out of the restored files still does: look before anything is started from them"));
        try (StoredTree tree = snapshot.place().open(snapshot.stored())) {
            RestoreTreeReport report = TreeRestorer.restore(
                    tree,
                    new TreeRestorer.Order(order.target(), path -> true, order.intoNonEmpty(), id),
                    new Progress(site.events(), "restore", 0));
            return new Restoring.Result(
                    id,
                    report.files(),
                    report.bytes(),
                    Restoring.texts(report.damaged()),
                    Restoring.texts(report.notRestored()),
                    report.altered(),
                    List.of());
        } catch (IOException e) {
            throw new StillframeException(
                    "store.failed", "snapshot " + id + ": " + e.getMessage(), Retry.UNKNOWN, "run verify", e);
        }
    }
}
