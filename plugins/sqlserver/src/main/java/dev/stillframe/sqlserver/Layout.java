// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.database.Selected;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.util.ArrayList;
import java.util.List;

/** Finds what a backup takes: the databases, where their files lie, and where the instance writes metadata. */
record Layout(Catalog catalog, ServerSettings settings) {
    /** @param metadataFolder may not exist */
    record Found(List<Located> databases, String metadataFolder, List<Notice> notices) {}

    Found find() throws WriterException {
        Selected selected = Selected.of(catalog, settings);
        List<Located> located = new ArrayList<>();
        for (Database database : selected.databases()) {
            located.add(Located.of(database));
        }
        String folder = settings.metadataDirectory().orElse(selected.instance().backupFolder());
        return new Found(List.copyOf(located), folder, selected.notices());
    }
}
