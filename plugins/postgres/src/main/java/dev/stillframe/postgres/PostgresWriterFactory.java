// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.postgres.doctor.Examination;
import dev.stillframe.postgres.restore.ClusterRestorer;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerSettings;
import java.util.List;

/** Makes writers for PostgreSQL 13 to 18. Only ever copies: a backup changes nothing that another one builds on. */
public final class PostgresWriterFactory implements WriterFactory, Restores, Diagnoses {
    private static final WriterDescriptor DESCRIPTOR = WriterDescriptor.of(
            "postgres", "PostgreSQL 13 to 18, in backup mode", "/dev/stillframe/postgres/settings.schema.json");

    @Override
    public WriterDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new PostgresWriter(ServerSettings.of(settings));
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new ClusterRestorer(request);
    }

    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline)
            throws WriterException {
        try (Server server = new Server(ServerSettings.of(settings))) {
            return new Examination(server).diagnoses();
        }
    }
}
