// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.postgres.restore.ClusterRestorer;
import dev.stillframe.postgres.server.ServerSettings;

/** Makes writers for PostgreSQL 13 to 18. Only ever copies: a backup changes nothing that another one builds on. */
public final class PostgresWriterFactory implements WriterFactory, Restores {
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
}
