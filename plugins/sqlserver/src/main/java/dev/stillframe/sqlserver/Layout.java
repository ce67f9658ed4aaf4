// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.database.Locator;
import dev.stillframe.sqlserver.database.Selected;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.util.ArrayList;
import java.util.List;

/** Finds what a backup takes: the databases, where their files lie, and where the instance writes metadata. */
record Layout(Catalog catalog, ServerSettings settings, WriterContext context) {
    /** @param metadataFolder may not exist */
    record Found(List<Located> databases, String metadataFolder, List<Notice> notices) {}

    Found find() throws WriterException {
        Selected selected = Selected.of(catalog, settings);
        Locator locator = Locator.of(selected.instance(), context);
        List<Located> located = new ArrayList<>();
        for (Database database : selected.databases()) {
            located.add(locator.locate(database));
        }
        String folder = settings.metadataDirectory().orElse(selected.instance().backupFolder());
        return new Found(List.copyOf(located), folder, selected.notices());
    }

    /**
     * Finds it again: a plan may be old.
     *
     * @param planned what the plan was made from
     * @throws WriterException {@code sqlserver.layout-changed}
     */
    Found again(List<Located> planned) throws WriterException {
        Found found = find();
        for (Located each : planned) {
            if (found.databases().stream().noneMatch(other -> sameFiles(each, other))) {
                throw new WriterException(
                        "sqlserver.layout-changed",
                        "the database " + each.database().name() + " has other files than when it was planned",
                        Retry.HELPS,
                        "");
            }
        }
        return found;
    }

    private static boolean sameFiles(Located planned, Located now) {
        return planned.id().equals(now.id())
                && planned.component().files().equals(now.component().files());
    }
}
