// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.sqlserver.database.ServerCatalog;
import dev.stillframe.sqlserver.database.VssOffer;
import dev.stillframe.sqlserver.doctor.Examination;
import dev.stillframe.sqlserver.doctor.ServerRights;
import dev.stillframe.sqlserver.restore.DatabaseRestorer;
import dev.stillframe.sqlserver.server.Server;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.validate.DatabaseValidation;
import dev.stillframe.sqlserver.validate.Encryption;
import java.util.List;
import java.util.Set;

/**
 * Makes writers for SQL Server: 2022 and later on Linux are suspended by a session, on Windows the VSS writer holds any
 * version. And checks database files of any version.
 */
public final class SqlServerWriterFactory implements WriterFactory, Restores, Diagnoses, ChecksFiles {
    private static final WriterDescriptor DESCRIPTOR = new WriterDescriptor(
            "sqlserver",
            "SQL Server 2022 and later on Linux, 2012 and later on Windows; checks .mdf, .ndf and .ldf of any version",
            "/dev/stillframe/sqlserver/settings.schema.json",
            Set.of(BackupType.COPY, BackupType.FULL),
            Set.of(VssOffer.WRITER));

    @Override
    public WriterDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        Server server = new Server(ServerSettings.of(settings));
        return new SqlServerWriter(server.settings(), context, new ServerCatalog(server), server, server::close);
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new DatabaseRestorer(request, context);
    }

    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline)
            throws WriterException {
        try (Server server = new Server(ServerSettings.of(settings))) {
            return new Examination(new ServerCatalog(server), new ServerRights(server), server.settings(), context)
                    .diagnoses();
        }
    }

    @Override
    public Verdict check(List<ImageFile> files, Deadline deadline) throws WriterException {
        return new DatabaseValidation(Encryption.UNKNOWN).verdict(files, deadline);
    }
}
