// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Inventory;
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
import dev.stillframe.exchange.check.EseCheck;
import dev.stillframe.exchange.check.Pace;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes writers for Exchange, which its own VSS writer holds still; and checks files of its engine anywhere. */
public final class ExchangeWriterFactory implements WriterFactory, Restores, Diagnoses, ChecksFiles {
    /** The class id of the Microsoft Exchange Writer. */
    static final UUID VSS_WRITER = UUID.fromString("76fe1ac4-15f7-4bcd-987e-8e1acb462fb7");

    private static final WriterDescriptor DESCRIPTOR = new WriterDescriptor(
            "exchange",
            "Microsoft Exchange Server 2013 and later, through its VSS writer",
            "/dev/stillframe/exchange/settings.schema.json",
            Set.of(BackupType.COPY, BackupType.FULL),
            Set.of(VSS_WRITER));

    @Override
    public WriterDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new ExchangeWriter(ExchangeSettings.of(settings), context);
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new ExchangeRestorer(request);
    }

    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline)
            throws WriterException {
        try (Writer writer = open(settings, context)) {
            Inventory found = writer.identify(new IdentifyRequest(BackupType.COPY, deadline));
            String databases = found.components().stream()
                    .map(component -> component.facts().getOrDefault("database", ""))
                    .collect(Collectors.joining(", "));
            return List.of(new Diagnosis(Status.GOOD, "VSS writer", "it offers " + databases, ""));
        } catch (WriterException e) {
            return List.of(new Diagnosis(Status.MISSING, "VSS writer", String.valueOf(e.getMessage()), e.hint()));
        }
    }

    @Override
    public Verdict check(List<ImageFile> files, Deadline deadline) throws WriterException {
        return EseCheck.of(files, deadline, Pace.unlimited(), ExchangeSettings.PROCESSORS);
    }
}
