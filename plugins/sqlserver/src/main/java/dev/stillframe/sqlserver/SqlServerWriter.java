// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.server.Sessions;
import java.util.List;

/** One instance through many cycles. */
final class SqlServerWriter implements Writer {
    private final Layout layout;
    private final Catalog catalog;
    private final Sessions sessions;
    private final Runnable end;
    private List<Located> planned = List.of(); // by the last identify

    /** @param end gives back what the instance was reached by */
    SqlServerWriter(ServerSettings settings, WriterContext context, Catalog catalog, Sessions sessions, Runnable end) {
        this.layout = new Layout(catalog, settings, context);
        this.catalog = catalog;
        this.sessions = sessions;
        this.end = end;
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        Layout.Found found = layout.find();
        planned = found.databases();
        return new Inventory(planned.stream().map(Located::component).toList(), found.notices());
    }

    @Override
    public Participant join(Cycle cycle) {
        return planned.stream().anyMatch(located -> located.holder().isPresent())
                ? new VssParticipant(layout, catalog, cycle, planned)
                : new SqlServerParticipant(layout, catalog, sessions, cycle, planned);
    }

    @Override
    public void close() {
        end.run();
    }
}
