// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Backs up one server: its data directory. */
final class MariadbWriter implements Writer {
    static final ComponentId SERVER = new ComponentId("server");

    /** Arrays of pages: the system tablespace, undo tablespaces, and a tablespace for each table. */
    static final List<String> PAGED = List.of("ibdata*", "undo*", "**/*.ibd");

    /** Made anew at each start. */
    private static final List<String> NOT_NEEDED = List.of("ibtmp*", "*.pid", "*.sock");

    private final Server server;

    MariadbWriter(Server server) {
        this.server = server;
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        try (Connection connection = server.connect()) {
            Layout layout = Layout.of(connection, server);
            SourcePath root = SourcePath.of(layout.folder().toString());
            Set<Grain> grains = Set.of(Grain.values());
            List<String> others = new java.util.ArrayList<>(PAGED);
            others.addAll(NOT_NEEDED);
            List<FileSet> files = List.of(
                    new FileSet(root, PAGED, List.of(), grains, OptionalInt.of(layout.pageSize())),
                    new FileSet(root, List.of(), others, grains, OptionalInt.empty()));
            Quiesce quiesce = new Quiesce.Hold(Quiesce.Still.COMMITS, Quiesce.Tier.BACK_END);
            Map<String, String> facts = Map.of("version", layout.version());
            return new Inventory(List.of(new Component(SERVER, files, quiesce, facts)), layout.notices());
        } catch (SQLException e) {
            throw server.failure("query", "does not say where its files are", Retry.UNKNOWN, e);
        }
    }

    @Override
    public Participant join(Cycle cycle) {
        return new CommitHold(server, cycle);
    }

    /** The driver registers itself when it is loaded, and would keep this plugin's classes for ever. */
    @Override
    public void close() {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == MariadbWriter.class.getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    throw new IllegalStateException(e); // none of ours refuses
                }
            }
        }
    }
}
